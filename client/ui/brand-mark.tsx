/** The sign of the page: a short word, as sound. */
export function BrandMark() {
  return (
    <svg width="28" height="28" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="10" fill="#0f6b57" />
      <g fill="#fff">
        <rect x="6.5" y="13" width="3" height="6" rx="1.5" />
        <rect x="11.8" y="9" width="3" height="14" rx="1.5" />
        <rect x="17.1" y="11.5" width="3" height="9" rx="1.5" />
        <rect x="22.4" y="14" width="3" height="4" rx="1.5" />
      </g>
    </svg>
  )
}
