import type { DialogueScript } from '../dialogue-script.ts'
import { hangUp } from './hang-up.ts'

/** Carter of Harbor Foods: a number first, then what is behind it, then a trade. */
export const priceNegotiationCarterScript: DialogueScript = {
  id: 'price-negotiation-carter',
  locale: 'en-US',
  topics: [
    {
      key: 'agreement',
      words: ['deal', 'agree', 'sign', 'contract', 'shake'],
      leadsTo: { deciding: 'closing' },
    },
    {
      key: 'terms',
      words: [
        'two year',
        'two-year',
        '2 year',
        '2-year',
        'three year',
        'multi',
        'up front',
        'upfront',
        'prepay',
        'term',
        'phase',
        'commit',
      ],
      leadsTo: { objecting: 'deciding' },
    },
    {
      key: 'value',
      words: ['save', 'saving', 'value', 'roi', 'return', 'hour', 'fuel', 'result', 'support'],
    },
    {
      key: 'discount',
      words: ['discount', 'percent', '%', 'lower', 'reduce', 'cheap', 'price', 'cost', '$', 'budget'],
    },
  ],
  lines: [
    {
      id: 'straight',
      stages: ['guarded'],
      on: ['first'],
      text: "Hi. Yes, I have your proposal in front of me. I'll be straight with you: the price has to come down by twenty percent.",
    },
    {
      id: 'other-quote',
      stages: ['guarded'],
      text: "I've got another quote on my desk, and it's a good deal lower than yours.",
    },
    {
      id: 'every-supplier',
      stages: ['guarded'],
      text: "Every supplier I've talked to this month has moved on price. Why shouldn't you?",
    },
    { id: 'ten-minutes', stages: ['guarded'], text: "I only have ten minutes, so let's get to the number." },
    {
      id: 'still-there',
      stages: ['guarded', 'openingUp'],
      on: ['grunt'],
      text: 'Hello? Are you still there?',
    },
    {
      id: 'what-can-you-do',
      stages: ['guarded', 'openingUp', 'objecting'],
      on: ['grunt'],
      text: "I'm listening. What can you actually do for me?",
    },
    {
      id: 'short-version',
      stages: ['guarded', 'openingUp'],
      on: ['monologue'],
      text: 'Hold on. That was a lot. Give me the short version.',
    },
    {
      id: 'how-far',
      stages: ['guarded', 'openingUp'],
      on: ['discount'],
      text: "Good, so we're talking about numbers. How far can you go?",
    },

    {
      id: 'budget-cut',
      stages: ['openingUp'],
      text: "Look, my budget was cut this spring. That isn't a tactic. It's just where we are.",
    },
    {
      id: 'pilot-good',
      stages: ['openingUp'],
      text: "I'll admit, the pilot went well. The drivers actually like it, and they don't like much.",
    },
    {
      id: 'boss-asks',
      stages: ['openingUp'],
      text: "My director doesn't ask me about features. She asks me what I saved.",
    },
    {
      id: 'what-else',
      stages: ['openingUp'],
      text: "Okay. And what would we be paying for that we can't get anywhere else?",
    },
    {
      id: 'two-days',
      stages: ['openingUp'],
      text: 'Support matters to us. The last vendor left us waiting for two days.',
    },
    {
      id: 'my-size',
      stages: ['openingUp', 'objecting'],
      on: ['value'],
      text: "If that's true, show me what it saved for somebody my size.",
    },

    {
      id: 'nice-story',
      stages: ['objecting'],
      text: "That's a nice story, but it doesn't change my number.",
    },
    {
      id: 'fifteen',
      stages: ['objecting'],
      text: 'Suppose twenty is too much. What if I said fifteen, and we wrapped this up today?',
    },
    {
      id: 'good-enough',
      stages: ['objecting'],
      text: 'The cheaper one may not be as good. But it might be good enough.',
    },
    {
      id: 'figure',
      stages: ['objecting'],
      text: "Can you put a figure on that? I can't take a feeling into a budget meeting.",
    },
    {
      id: 'walk-away',
      stages: ['objecting'],
      text: "If we can't find something here, I'll have to go with the other offer. I mean that.",
    },
    {
      id: 'in-return',
      stages: ['objecting', 'deciding'],
      on: ['grunt'],
      text: 'And? What would you want in return?',
    },
    {
      id: 'which-reason',
      stages: ['objecting', 'deciding'],
      on: ['monologue'],
      text: "You've given me a lot of reasons. Which one would convince my director?",
    },
    {
      id: 'not-close',
      stages: ['objecting', 'deciding'],
      on: ['discount'],
      text: "We're getting closer, but we aren't there yet. What else can you put on the table?",
    },

    {
      id: 'walk-me-through',
      stages: ['deciding'],
      on: ['terms'],
      text: 'Now, that I could work with. Walk me through it.',
    },
    {
      id: 'two-years',
      stages: ['deciding'],
      text: 'What if we signed for two years instead of one? Would that change anything?',
    },
    {
      id: 'fair',
      stages: ['deciding'],
      text: "All right, that's fair. At least you're not just telling me no.",
    },
    {
      id: 'pay-early',
      stages: ['deciding'],
      text: "We could pay for the whole year up front. What's that worth to you?",
    },
    {
      id: 'explain-upstairs',
      stages: ['deciding'],
      text: "I don't need to win this. I need something that I can explain upstairs.",
    },
    { id: 'phase', stages: ['deciding'], text: "Maybe we don't need every van in the first month." },
    {
      id: 'training',
      stages: ['deciding'],
      text: 'If you included the training, I could live with a smaller discount.',
    },
    { id: 'in-writing', stages: ['deciding'], text: 'Would you put that in writing for me?' },

    {
      id: 'deal',
      stages: ['closing'],
      text: "Okay. I think we have a deal. Let's keep it the way you just put it.",
    },
    {
      id: 'send-terms',
      stages: ['closing'],
      text: "Send me the new terms by tomorrow, and I'll take them to my director.",
    },
    { id: 'legal', stages: ['closing'], text: 'Legal will want two or three days with it. They always do.' },
    {
      id: 'start-date',
      stages: ['closing'],
      text: 'If the paperwork is clean, we can start on the first of next month.',
    },
    {
      id: 'held-ground',
      stages: ['closing'],
      text: "You held your ground. I don't say that to many salespeople.",
    },
    {
      id: 'meeting',
      stages: ['closing'],
      text: 'I have to run to my next meeting. Thanks for your time today.',
    },
    { id: 'bye', stages: ['closing'], text: 'All right. Talk to you soon. Goodbye.', tool: hangUp },
  ],
}
