import { ImportedXmlComponent, Run } from 'docx';

/** What the watermark says. */
const WORD = 'BOZZA';

/**
 * The word across every page of a draft, in the header: written as Word itself writes its watermarks, so that Word
 * offers to take it away, and LibreOffice prints it as well.
 */
export function watermark(): Run {
  return new Run({ children: [ImportedXmlComponent.fromXmlString(PICTURE)] });
}

/** Pale enough for the text before it to be read at full contrast. */
const INK = '#e3e3e3';

/** In points; along the diagonal of the text's area. */
const SIZE = { width: 460, height: 153 };

const STYLE = [
  'position:absolute',
  'margin-left:0',
  'margin-top:0',
  `width:${SIZE.width}pt`,
  `height:${SIZE.height}pt`,
  'rotation:315',
  'z-index:-251658752',
  'mso-position-horizontal:center',
  'mso-position-horizontal-relative:margin',
  'mso-position-vertical:center',
  'mso-position-vertical-relative:margin',
].join(';');

const FORMULAS = [
  'sum #0 0 10800',
  'prod #0 2 1',
  'sum 21600 0 @1',
  'sum 0 0 @2',
  'sum 21600 0 @3',
  'if @0 @3 0',
  'if @0 21600 @1',
  'if @0 0 @2',
  'if @0 @4 21600',
  'mid @5 @6',
  'mid @8 @5',
  'mid @7 @8',
  'mid @6 @7',
  'sum @6 0 @5',
];

/** The kind of shape (plain WordArt), then the shape. */
const PICTURE = [
  '<w:pict>',
  '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">',
  `<v:formulas>${FORMULAS.map((formula) => `<v:f eqn="${formula}"/>`).join('')}</v:formulas>`,
  '<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800"',
  ' o:connectangles="270,180,90,0"/>',
  '<v:textpath on="t" fitshape="t"/>',
  '<v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles>',
  '<o:lock v:ext="edit" text="t" shapetype="t"/>',
  '</v:shapetype>',
  `<v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s2049" type="#_x0000_t136" alt="${WORD}" style="${STYLE}"`,
  ` o:allowincell="f" fillcolor="${INK}" stroked="f">`,
  `<v:textpath style="font-family:&quot;Arial&quot;;font-size:1pt;font-weight:bold" string="${WORD}"/>`,
  '</v:shape>',
  '</w:pict>',
].join('');
