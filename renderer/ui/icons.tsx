/**
 * The two drawings of the screens: the brand's lips and the heart. They take the colour of the text around them.
 */

export function Mark({ class: className }: { class?: string | undefined }) {
  return (
    <svg class={className} viewBox="0 0 64 34" fill="currentColor" aria-hidden="true">
      <path d="M2 15C12 6 18 1 23.5 1c4 0 5.5 2.2 8.5 2.2S36.5 1 40.5 1C46 1 52 6 62 15c-8 1-14 .2-20-.9-4-.8-6-1-10-1s-6 .2-10 1C16 15.2 10 16 2 15Z" />
      <path d="M2.5 16.5c8 .8 14 0 19.5-.8 4-.6 6-.8 10-.8s6 .2 10 .8c5.5.8 11.5 1.6 19.5.8C53 27 45 33 32 33S11 27 2.5 16.5Z" />
    </svg>
  );
}

const HEART_PATH =
  'M16 27.5C6.5 20.5 2.2 15.6 2.2 10.3 2.2 6 5.3 2.8 9.3 2.8c2.8 0 5.3 1.5 6.7 4 1.4-2.5 3.9-4 6.7-4 4 0 7.1 3.2 7.1 7.5 0 5.3-4.3 10.2-13.8 17.2Z';

export function Heart({ class: className }: { class?: string | undefined }) {
  return (
    <svg class={className} viewBox="0 0 32 30" aria-hidden="true">
      <path d={HEART_PATH} />
    </svg>
  );
}
