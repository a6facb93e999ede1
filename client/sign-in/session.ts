/** Signs this browser in: the server answers with a cookie that no script can read. @returns whether the token was right */
export async function signIn(token: string, keep: boolean): Promise<boolean> {
  const response = await fetch('/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, keep }),
  })
  if (response.ok) return true
  if (response.status === 401 || response.status === 400) return false
  throw new Error(`The server answered ${response.status}.`)
}

export async function signOut(): Promise<void> {
  await fetch('/session', { method: 'DELETE' })
}
