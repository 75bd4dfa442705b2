/** The mark: lines of a document that end in the points of a chain. Decoration; the name stands beside it. */
export function BrandMark({ size = 28 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="6" fill="#0066cc" />
      <g stroke="#fff" strokeWidth="3.5" strokeLinecap="round" fill="none">
        <path d="M8 8.5h16M8 16h11M8 23.5h6" />
      </g>
      <g fill="#fff">
        <circle cx="24" cy="16" r="2" />
        <circle cx="19" cy="23.5" r="2" opacity="0.75" />
        <circle cx="24.5" cy="23.5" r="2" opacity="0.5" />
      </g>
    </svg>
  );
}
