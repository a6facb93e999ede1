import type { DialogueScript } from '../dialogue-script.ts'
import { hangUp } from './hang-up.ts'

/** Whoever a user's own English scenario describes: polite, curious, hard to convince, fair. */
export const genericEnScript: DialogueScript = {
  id: 'generic-en',
  locale: 'en-US',
  topics: [
    {
      key: 'plan',
      words: ['next week', 'tomorrow', 'schedule', 'agree', 'meeting', 'follow up', 'next step', 'go ahead'],
      leadsTo: { objecting: 'deciding', deciding: 'closing' },
    },
    { key: 'sorry', words: ['sorry', 'apolog', 'my fault', 'forgive'] },
    { key: 'question', words: ['?'] },
  ],
  lines: [
    {
      id: 'hello',
      stages: ['guarded'],
      on: ['opening'],
      text: 'Hello, thanks for waiting. So, what would you like to talk about?',
    },
    {
      id: 'listening',
      stages: ['guarded'],
      on: ['first'],
      text: "Hi. Yes, I have a few minutes. What's on your mind?",
    },
    { id: 'background', stages: ['guarded'], text: 'I see. Can you give me a bit more background?' },
    { id: 'why-now', stages: ['guarded'], text: 'Why is this coming up now?' },
    {
      id: 'in-order',
      stages: ['guarded'],
      text: 'This is new to me, so please take me through it step by step.',
    },
    {
      id: 'once-more',
      stages: ['guarded', 'openingUp'],
      on: ['grunt'],
      text: "Sorry, I didn't catch that. Could you say it again?",
    },
    { id: 'go-on', stages: ['guarded', 'openingUp', 'objecting'], on: ['grunt'], text: 'Right. Go on.' },
    {
      id: 'gist',
      stages: ['guarded', 'openingUp'],
      on: ['monologue'],
      text: "Thank you, that's a lot to take in. What's the one thing I should remember?",
    },
    {
      id: 'hard-question',
      stages: ['guarded', 'openingUp'],
      on: ['question'],
      text: "That's a hard question. I honestly haven't made up my mind.",
    },
    {
      id: 'never-mind',
      stages: ['guarded', 'openingUp', 'objecting', 'deciding'],
      on: ['sorry'],
      text: "Don't worry about it. Really.",
    },

    { id: 'more', stages: ['openingUp'], text: "That's interesting. Tell me more." },
    { id: 'example', stages: ['openingUp'], text: 'Could you give me an example?' },
    { id: 'same-thought', stages: ['openingUp'], text: "Actually, I've been wondering about that myself." },
    { id: 'matters-most', stages: ['openingUp'], text: 'Out of all that, what matters most to you?' },
    { id: 'others-say', stages: ['openingUp'], text: 'And what do the others say about it?' },

    {
      id: 'not-sure',
      stages: ['objecting'],
      text: 'Well, I follow the logic, but something still bothers me.',
    },
    { id: 'other-view', stages: ['objecting'], text: "There's another side to this. How do you see that?" },
    { id: 'goes-wrong', stages: ['objecting'], text: "And if it doesn't work out, what happens then?" },
    { id: 'easier-said', stages: ['objecting'], text: "That's easier said than done, isn't it?" },
    { id: 'not-convinced', stages: ['objecting'], text: "To be honest with you, I'm not convinced yet." },
    {
      id: 'you-think',
      stages: ['objecting', 'deciding'],
      on: ['grunt'],
      text: 'And you? What do you think yourself?',
    },
    {
      id: 'deciding-point',
      stages: ['objecting', 'deciding'],
      on: ['monologue'],
      text: 'That was thorough. If you had to pick just one point, which would it be?',
    },

    { id: 'clearer', stages: ['deciding'], text: 'All right, that makes it a lot clearer.' },
    { id: 'next-step', stages: ['deciding'], text: 'So, what would the next step be?' },
    { id: 'by-when', stages: ['deciding'], on: ['any', 'plan'], text: 'Do you have a date in mind?' },
    { id: 'my-part', stages: ['deciding'], text: "Is there anything you'd need from me?" },
    {
      id: 'sum-up',
      stages: ['deciding'],
      text: "Just so I'm sure I have it, how would you sum that up in one sentence?",
    },
    { id: 'worth-it', stages: ['deciding'], text: 'You know, it might be worth a try.' },
    { id: 'small-first', stages: ['deciding'], text: "Let's say we start small. What would that look like?" },

    { id: 'agreed', stages: ['closing'], text: "Okay, I'm with you. Let's go ahead." },
    {
      id: 'in-writing',
      stages: ['closing'],
      text: 'Would you send me a short note, so that we both remember it?',
    },
    { id: 'follow-up', stages: ['closing'], text: "Let's talk again soon and see how it's going." },
    { id: 'glad', stages: ['closing'], text: "I'm glad we talked. I see it more clearly now." },
    { id: 'anything-else', stages: ['closing'], text: 'Is there anything else we should cover?' },
    { id: 'thanks', stages: ['closing'], text: "Then I'll leave it there. Thank you for your time." },
    { id: 'bye', stages: ['closing'], text: 'Thanks again. Goodbye.', tool: hangUp },
  ],
}
