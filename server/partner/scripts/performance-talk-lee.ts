import type { DialogueScript } from '../dialogue-script.ts'
import { hangUp } from './hang-up.ts'

/** Grace Lee, called in by her manager: on guard, then honest, then hurt, then ready to change something. */
export const performanceTalkLeeScript: DialogueScript = {
  id: 'performance-talk-lee',
  locale: 'en-US',
  topics: [
    {
      key: 'plan',
      words: [
        'plan',
        'next week',
        'next release',
        'check in',
        'check-in',
        'weekly',
        'agree',
        'goal',
        'from now on',
      ],
      leadsTo: { objecting: 'deciding', deciding: 'closing' },
    },
    {
      key: 'workload',
      words: ['workload', 'help', 'reviews', 'tired', 'sleep', 'burn', 'overload', 'take over'],
    },
    { key: 'deadline', words: ['deadline', 'late', 'slip', 'delay', 'overdue', 'behind', 'missed', 'date'] },
    {
      key: 'praise',
      words: ['great', 'appreciate', 'good work', 'good job', 'excellent', 'value you', 'talent', 'thank'],
    },
  ],
  lines: [
    {
      id: 'something-wrong',
      stages: ['guarded'],
      on: ['first'],
      text: "Sure. Is something wrong? You don't usually put these on my calendar.",
    },
    {
      id: 'all-shipped',
      stages: ['guarded'],
      text: 'I mean, everything did ship in the end. And nothing broke.',
    },
    { id: 'which-ones', stages: ['guarded'], text: 'Which releases do you mean, exactly?' },
    { id: 'not-only-me', stages: ['guarded'], text: "I'm not the only one who was late, you know." },
    {
      id: 'what-say',
      stages: ['guarded', 'openingUp'],
      on: ['grunt'],
      text: 'Sorry, what did you want to say?',
    },
    {
      id: 'just-say-it',
      stages: ['openingUp', 'objecting'],
      on: ['grunt'],
      text: "Go ahead. I'd rather you just said it.",
    },
    {
      id: 'main-thing',
      stages: ['guarded', 'openingUp'],
      on: ['monologue'],
      text: "That's a lot at once. What's the main thing you want me to hear?",
    },
    {
      id: 'whole-story',
      stages: ['guarded', 'openingUp'],
      on: ['deadline'],
      text: "I know about the dates. I just don't think they tell the whole story.",
    },
    {
      id: 'a-but',
      stages: ['guarded', 'openingUp'],
      on: ['praise'],
      text: "Thank you, that's nice to hear. I can feel a but coming, though.",
    },

    {
      id: 'scope',
      stages: ['openingUp'],
      text: 'Honestly, the requirements changed twice while I was building it. Nobody moved the date.',
    },
    {
      id: 'half-my-day',
      stages: ['openingUp'],
      text: "I spend half my day reviewing other people's code. That never shows up on the board.",
    },
    {
      id: 'keep-fixing',
      stages: ['openingUp'],
      text: "I hate shipping something when I know it isn't right. So I keep fixing it.",
    },
    {
      id: 'second-week',
      stages: ['openingUp'],
      text: "I knew in the second week that I'd be late. I just didn't want to be the one to say it.",
    },
    { id: 'tired', stages: ['openingUp'], text: "To be honest, I've been pretty tired lately." },
    {
      id: 'weight-off',
      stages: ['openingUp', 'objecting', 'deciding'],
      on: ['workload'],
      text: 'That would really take some weight off me.',
    },

    {
      id: 'fast-or-right',
      stages: ['objecting'],
      text: 'So you would rather have it fast than have it right?',
    },
    {
      id: 'unfair',
      stages: ['objecting'],
      text: "That feels a little unfair, with everything I've taken on this year.",
    },
    { id: 'estimates', stages: ['objecting'], text: "The estimates weren't mine. They were handed to me." },
    {
      id: 'say-no',
      stages: ['objecting'],
      text: 'When somebody asks me for help, what am I supposed to do? Say no?',
    },
    { id: 'on-review', stages: ['objecting'], text: "Is this going on my review? I'd rather know now." },
    {
      id: 'what-should-i',
      stages: ['objecting', 'deciding'],
      on: ['grunt'],
      text: 'Okay. So, what do you think I should do?',
    },
    {
      id: 'my-side',
      stages: ['objecting', 'deciding'],
      on: ['monologue'],
      text: "Can I stop you there? I think I understand, but I'd like to say how it looks from my side.",
    },

    {
      id: 'rest-of-team',
      stages: ['deciding'],
      text: "Okay. I hadn't thought about what it does to the rest of the team.",
    },
    {
      id: 'change-first',
      stages: ['deciding'],
      on: ['any', 'plan'],
      text: 'What would you want me to change first?',
    },
    {
      id: 'same-day',
      stages: ['deciding'],
      text: 'I could tell you earlier. I mean, on the same day that I see it slipping.',
    },
    {
      id: 'smaller',
      stages: ['deciding'],
      text: "Maybe I should cut things into smaller pieces, so we'd both see it sooner.",
    },
    {
      id: 'share-reviews',
      stages: ['deciding'],
      text: 'It would help if somebody else took some of the reviews.',
    },
    {
      id: 'enough-is',
      stages: ['deciding'],
      text: "I'd need to know what good enough looks like. I'm bad at guessing that.",
    },
    { id: 'thanks-asking', stages: ['deciding'], text: 'Thanks for asking, and not just telling me.' },

    { id: 'lets-try', stages: ['closing'], text: "All right. Let's try that for the next release." },
    {
      id: 'once-a-week',
      stages: ['closing'],
      text: 'Could we check in on it once a week? Ten minutes would be enough.',
    },
    {
      id: 'write-down',
      stages: ['closing'],
      text: "I'll write down what we agreed, and send it to you this afternoon.",
    },
    {
      id: 'fairer',
      stages: ['closing'],
      text: 'I was worried about this talk. It was fairer than I expected.',
    },
    {
      id: 'tell-me',
      stages: ['closing'],
      text: "And if I slip again, just tell me. I'd rather hear it early.",
    },
    { id: 'back-to-work', stages: ['closing'], text: 'Okay. I should get back to that build. Thank you.' },
    { id: 'bye', stages: ['closing'], text: 'Thanks. See you tomorrow.', tool: hangUp },
  ],
}
