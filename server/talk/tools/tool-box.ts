/** What came of a call. */
export type ToolOutcome =
  | {
      ok: true
      /** Plain data; told to the model and kept with the talk. */
      result: Record<string, unknown>
      /** The partner hangs up: the talk is to end once their goodbye was heard. */
      endsTalk?: true
    }
  /** `error` tells the model what to do better. */
  | { ok: false; error: string }

/** The functions of a scenario, as the talk that lends them to its partner sees them. */
export interface ToolBox {
  /**
   * Does not throw for anything that the model gets wrong: that is an outcome.
   * @param signal the model has taken the call back
   */
  call(name: string, args: Record<string, unknown>, signal: AbortSignal): Promise<ToolOutcome>
}
