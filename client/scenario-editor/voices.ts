/** Gemini's prebuilt voices (https://ai.google.dev/gemini-api/docs/speech-generation#voices), with Google's word for each. */
export const voices = {
  female: {
    Achernar: 'soft',
    Aoede: 'breezy',
    Autonoe: 'bright',
    Callirrhoe: 'easyGoing',
    Despina: 'smooth',
    Erinome: 'clear',
    Gacrux: 'mature',
    Kore: 'firm',
    Laomedeia: 'upbeat',
    Leda: 'youthful',
    Pulcherrima: 'forward',
    Sulafat: 'warm',
    Vindemiatrix: 'gentle',
    Zephyr: 'bright',
  },
  male: {
    Achird: 'friendly',
    Algenib: 'gravelly',
    Algieba: 'smooth',
    Alnilam: 'firm',
    Charon: 'informative',
    Enceladus: 'breathy',
    Fenrir: 'excitable',
    Iapetus: 'clear',
    Orus: 'firm',
    Puck: 'upbeat',
    Rasalgethi: 'informative',
    Sadachbia: 'lively',
    Sadaltager: 'knowledgeable',
    Schedar: 'even',
    Umbriel: 'easyGoing',
    Zubenelgenubi: 'casual',
  },
} as const

type Groups = typeof voices
/** Google's word for one. */
export type VoiceTrait = { [Group in keyof Groups]: Groups[Group][keyof Groups[Group]] }[keyof Groups]

export function isKnownVoice(name: string): boolean {
  return Object.values(voices).some((group) => name in group)
}
