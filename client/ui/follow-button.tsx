import { Button } from '@mantine/core'
import { IconArrowDown } from '@tabler/icons-react'
import styles from './follow-button.module.css'

/** Floats over the lower edge of a transcript whose reader has scrolled away, and leads back to where it goes on. */
export function FollowButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <Button
      size="compact-md"
      radius="xl"
      className={styles.follow}
      leftSection={<IconArrowDown size={16} stroke={1.8} />}
      onClick={onClick}
    >
      {label}
    </Button>
  )
}
