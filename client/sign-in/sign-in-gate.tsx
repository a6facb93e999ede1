import type { ReactNode } from 'react'
import { problemFrom } from '../sdk/call-problem.ts'
import { useServerInfo } from '../ui/use-server-info.ts'
import { SignInCard } from './sign-in-card.tsx'

/** The pages, or where the server does not know who this is, the question. */
export function SignInGate({ children }: { children: ReactNode }) {
  const { error } = useServerInfo()
  const problem = error ? problemFrom(error) : undefined
  const refused = problem?.type === 'refused' && problem.reason === 'notSignedIn'
  return refused ? <SignInCard /> : children
}
