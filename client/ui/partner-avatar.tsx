import styles from './partner-avatar.module.css'

/**
 * The partner's sign: the first letter of their name on a soft ground that is always theirs.
 * Without a size it takes the `--size` of what it stands in.
 */
export function PartnerAvatar({ name, size }: { name: string; size?: number }) {
  return (
    <span
      className={styles.avatar}
      aria-hidden="true"
      style={{ '--hue': hueOf(name), ...(size === undefined ? {} : { '--size': `${size}px` }) }}
    >
      {Array.from(name)[0]}
    </span>
  )
}

/** Any hue but those of warning and danger, the same for the same name. */
function hueOf(name: string): number {
  let hash = 0
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0
  return 90 + (hash % 200)
}
