import { buildPageIfStale } from '../../scripts/page-build.ts'

export default buildPageIfStale
