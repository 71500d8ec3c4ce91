// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.agent;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.pabal.directory.Account;
import org.pabal.directory.Directory;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mda.ArrivedMail;
import org.pabal.mda.Decision;
import org.pabal.mda.DeliveryAgent;
import org.pabal.mda.FilingRules;
import org.pabal.mda.LocalRecipient;
import org.pabal.mda.memory.DeliveryMemory;
import org.pabal.mda.programs.SievePrograms;
import org.pabal.message.UnavailableException;
import org.pabal.sieve.Action;
import org.pabal.sieve.Outcome;
import org.pabal.sieve.Script;
import org.pabal.sieve.SieveMessage;
import org.pabal.storage.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides by the scripts that hold for an account: the package's description tells how.
public final class ScriptedDelivery implements DeliveryAgent {
    private static final Logger LOG = LoggerFactory.getLogger(ScriptedDelivery.class);

    private final Function<Account, Optional<Script>> scripts;
    private final Function<Account, Optional<Script>> replies;
    private final AdministratorScripts administrator;
    private final FilingRules withoutScript;
    private final Means means;

    /// What deciding takes.
    ///
    /// @param signer puts our signatures on top of what is sent, if its domain has keys
    /// @param limit of what is sent in an account's name
    public record Means(
            Directory directory,
            Storage storage,
            MailboxStore mailboxes,
            DeliveryMemory memory,
            SievePrograms programs,
            UnaryOperator<byte[]> signer,
            RedirectSeals seals,
            ReplyLimit limit,
            RandomGenerator random,
            InstantSource clock,
            AgentConfig config) {}

    /// @param scripts the account's active one: asked for each copy, so it knows by heart
    /// @param withoutScript where a copy is kept that is kept, and all there is to decide for accounts
    ///     for which no script runs
    public ScriptedDelivery(
            Function<Account, Optional<Script>> scripts,
            AdministratorScripts administrator,
            FilingRules withoutScript,
            Means means) {
        this(scripts, _ -> Optional.empty(), administrator, withoutScript, means);
    }

    /// @param replies what replies while the account's owner is away: asked for each copy
    public ScriptedDelivery(
            Function<Account, Optional<Script>> scripts,
            Function<Account, Optional<Script>> replies,
            AdministratorScripts administrator,
            FilingRules withoutScript,
            Means means) {
        this.scripts = scripts;
        this.replies = replies;
        this.withoutScript = withoutScript;
        this.administrator = administrator;
        this.means = means;
    }

    @Override
    public Decision decide(ArrivedMail mail, LocalRecipient recipient) {
        Optional<Script> own = scripts.apply(recipient.account());
        List<NamedScript> sequence = administrator.around(own, replies.apply(recipient.account()));
        if (sequence.isEmpty() && means.config.duplicateWindow().isZero()) {
            return withoutScript.decide(mail, recipient);
        }
        try (Messages messages = new Messages(means.storage, means.mailboxes)) {
            Performance performance =
                    new Performance(mail, recipient, withoutScript, messages, means);
            run(sequence, mail, recipient, messages, performance);
            return performance.decision();
        }
    }

    private void run(
            List<NamedScript> sequence,
            ArrivedMail mail,
            LocalRecipient recipient,
            Messages messages,
            Performance performance) {
        Instant now = means.clock.instant();
        MailSurroundings surroundings = performance.surroundings(now);
        SieveMessage message = messages.of(mail.message());
        Optional<Action.Keep> keep = Optional.of(new Action.Keep(message, Optional.empty(), true));
        for (NamedScript script : sequence) {
            if (keep.isEmpty()) {
                break;
            }
            message = keep.get().message();
            Outcome outcome = outcome(script, message, surroundings, mail, recipient);
            keep = performance.take(script.name(), script.acted(outcome.acted()), outcome);
            if (outcome.failure().isPresent()) {
                break;
            }
        }
        keep.ifPresent(performance::keep);
    }

    /// A bug of ours is an error of this run: it must not keep the mail waiting for ever.
    private static Outcome outcome(
            NamedScript script,
            SieveMessage message,
            MailSurroundings surroundings,
            ArrivedMail mail,
            LocalRecipient recipient) {
        try {
            return script.script().run(message, surroundings);
        } catch (UnavailableException trouble) {
            throw trouble;
        } catch (RuntimeException bug) {
            LOG.error(
                    "mail={} event=script-broke account={} script=\"{}\"",
                    mail.mailId(),
                    recipient.account().address(),
                    script.name(),
                    bug);
            return Performance.failed(message, "an error of this server: " + bug);
        }
    }

    @Override
    public Decision.Taken insteadOf(
            Decision.Refused refusal, ArrivedMail mail, LocalRecipient recipient) {
        try (Messages messages = new Messages(means.storage, means.mailboxes)) {
            Performance performance =
                    new Performance(mail, recipient, withoutScript, messages, means);
            performance.reject(refusal);
            return performance.taken();
        }
    }
}
