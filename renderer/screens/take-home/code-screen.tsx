/**
 * The code and all that belongs to it: who gives it, what it brings her, her shades, and for how long it is good.
 */
import type { BenefitText, CodeView } from '../../../main/contract/code-view.ts';
import { locale, t } from '../../i18n/texts.ts';
import { StaffLine } from '../staff-line.tsx';
import { AdvisorCard } from './advisor-card.tsx';
import styles from './code-screen.module.css';
import { QrPlate } from './qr-plate.tsx';
import { RunDown } from './run-down.tsx';
import { ShadeRow } from './shade-row.tsx';
import { groupHumanCode, isLong, localText } from './spelling.ts';
import titles from './take-home.module.css';

type Code = Extract<CodeView, { kind: 'shown' }>;

const STEPS = ['first', 'second', 'third'] as const;

function Steps({ carrier }: Pick<Code, 'carrier'>) {
  return (
    <ol class={styles.steps}>
      {STEPS.map((step) => (
        <li key={step}>
          <p>{t(`takeHome.carrier.${carrier}.${step}`)}</p>
        </li>
      ))}
    </ol>
  );
}

function HumanCode({ code }: { code: string }) {
  return (
    <div class={styles.human}>
      <p class={styles.small}>{t('takeHome.human')}</p>
      <p class={styles.signs}>{groupHumanCode(code)}</p>
    </div>
  );
}

/** A text that was written in no language leaves no hole. */
function Benefit({ benefit }: { benefit: BenefitText }) {
  const texts = (['now', 'later'] as const).map(
    (when) => [when, localText(benefit[when], locale.value)] as const,
  );
  return (
    <dl class={styles.benefit}>
      {texts
        .filter(([, text]) => text !== '')
        .map(([when, text]) => (
          <div key={when}>
            <dt class={styles.small}>{t(`takeHome.${when}`)}</dt>
            <dd data-long={isLong(text, 60)}>{text}</dd>
          </div>
        ))}
    </dl>
  );
}

export function CodeScreen({ code }: { code: Code }) {
  const title = t(`takeHome.carrier.${code.carrier}.title`);
  return (
    <>
      <div class={styles.scan}>
        {code.advisor !== null && (
          <div class={styles.person}>
            <AdvisorCard advisor={code.advisor} />
          </div>
        )}
        <div class={styles.plate}>
          <QrPlate payload={code.payload} image={code.image} title={title} />
          <RunDown key={code.shownAtMs} shownAtMs={code.shownAtMs} expiresAtMs={code.expiresAtMs} />
          <p class={styles.small}>{t('takeHome.privacy')}</p>
          {code.isLocalOnly && <StaffLine text={t('takeHome.localOnly')} />}
        </div>
        <div class={styles.words}>
          <h1 class={titles.title}>{title}</h1>
          <Steps carrier={code.carrier} />
          {code.humanCode !== null && <HumanCode code={code.humanCode} />}
        </div>
      </div>
      {code.benefit !== null && <Benefit benefit={code.benefit} />}
      <ShadeRow skus={code.skus} />
    </>
  );
}
