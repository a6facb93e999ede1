import { Loader } from '@mantine/core'
import styles from './page-loader.module.css'

/** While a page's own script is on its way. */
export function PageLoader() {
  return (
    <main id="main" className={styles.loader} aria-busy="true">
      <Loader type="bars" size="sm" />
    </main>
  )
}
