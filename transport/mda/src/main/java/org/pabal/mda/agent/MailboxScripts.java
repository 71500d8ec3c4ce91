// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.agent;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.pabal.directory.Account;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MetadataEntry;
import org.pabal.mailbox.MetadataName;
import org.pabal.mailbox.StagedMessage;
import org.pabal.mda.ArrivedMail;
import org.pabal.mda.Decision;
import org.pabal.mda.FilingRules;
import org.pabal.mda.LocalRecipient;
import org.pabal.mda.agent.ScriptedDelivery.Means;
import org.pabal.message.ReversePath;
import org.pabal.message.UnavailableException;
import org.pabal.message.envelope.MailRequest;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.sieve.Action;
import org.pabal.sieve.Outcome;
import org.pabal.sieve.Script;
import org.pabal.sieve.SieveMessage;

/// Runs scripts on what people do with messages in their mailboxes. RFC 6785. Safe for use by many
/// threads.
///
/// The annotation `/shared/imapsieve/script` of a mailbox, or else of its account, names one of the
/// owner's scripts. A script that fails changes nothing.
public final class MailboxScripts {
    /// RFC 6785 §3.1
    public static final MetadataName ANNOTATION = MetadataName.of("/shared/imapsieve/script");

    private final BiFunction<Account, String, Optional<Script>> scripts;
    private final Optional<ScriptFile> preset;
    private final Means means;

    /// @param scripts the owner's by name
    /// @param preset for mailboxes without an annotation
    public MailboxScripts(
            BiFunction<Account, String, Optional<Script>> scripts,
            Optional<ScriptFile> preset,
            Means means) {
        this.scripts = scripts;
        this.preset = preset;
        this.means = means;
    }

    /// What becomes of the message.
    ///
    /// @param taken what is done besides, all in one commit
    /// @param copies other mailboxes that it is copied to as it is
    /// @param changed the script has made another message of it, which takes its place
    /// @param flags that it gets; empty for no change
    /// @param deleted it was not kept: it gets `\Deleted`. RFC 6785 §3.5
    public record Revised(
            Decision.Taken taken,
            List<Copy> copies,
            Optional<StagedMessage> changed,
            Optional<Flags> flags,
            boolean deleted) {

        /// Whether there is anything to do besides the message and its copies.
        public boolean hasMore() {
            return !taken.filings().isEmpty()
                    || !taken.mails().isEmpty()
                    || !taken.jobs().isEmpty()
                    || !taken.memory().isEmpty();
        }
    }

    /// @param flags empty for those that the message has
    public record Copy(MailboxName mailbox, Optional<Flags> flags) {}

    /// Which script runs for what happens in a mailbox.
    public Optional<Script> script(AccountMailboxes mailboxes, MailboxId mailbox) {
        Optional<String> name =
                annotation(mailboxes, Optional.of(mailbox))
                        .or(() -> annotation(mailboxes, Optional.empty()));
        return name.isPresent()
                ? scripts.apply(mailboxes.account(), name.get())
                : preset.map(file -> file.current().script());
    }

    private static Optional<String> annotation(
            AccountMailboxes mailboxes, Optional<MailboxId> mailbox) {
        return mailboxes.metadata(mailbox, List.of(ANNOTATION), 0).stream()
                .findFirst()
                .map(MetadataEntry::value)
                .map(value -> new String(value, StandardCharsets.UTF_8).strip())
                .filter(name -> !name.isEmpty());
    }

    /// Nothing is done by it but reading, and the intake of messages.
    ///
    /// @param id unique
    /// @throws UnavailableException when it cannot be told now
    public Revised run(Script script, MailboxChange change, String id) {
        ArrivedMail mail = mail(change, id);
        LocalRecipient recipient = recipient(change);
        try (Messages messages = new Messages(means.storage(), means.mailboxes())) {
            Performance performance =
                    new Performance(mail, recipient, new FilingRules(), messages, means);
            SieveMessage message = messages.of(change.message());
            Outcome outcome =
                    script.run(
                            message,
                            new ChangeSurroundings(
                                    performance.surroundings(means.clock().instant()), change));
            OwnerMailboxes mailboxes =
                    new OwnerMailboxes(means.mailboxes(), change.owner(), means.config());
            Sorted sorted = new Sorted(message, change, mailboxes);
            List<Action> others = sorted.others(outcome.actions());
            Outcome rest =
                    new Outcome(others, outcome.failure(), outcome.decisions(), outcome.log());
            Optional<Action.Keep> keep = performance.take("imapsieve", List.of(), rest);
            return sorted.revised(keep, performance.taken(), messages);
        }
    }

    /// Of actions, those that a mailbox does by itself.
    private static final class Sorted {
        private final SieveMessage message;
        private final MailboxChange change;
        private final OwnerMailboxes mailboxes;
        private final List<Copy> copies = new ArrayList<>();

        /// It is filed where it lies.
        private Optional<Action.Keep> stays = Optional.empty();

        Sorted(SieveMessage message, MailboxChange change, OwnerMailboxes mailboxes) {
            this.message = message;
            this.change = change;
            this.mailboxes = mailboxes;
        }

        List<Action> others(List<Action> actions) {
            List<Action> others = new ArrayList<>();
            for (Action action : actions) {
                if (!(action instanceof Action.FileInto file) || !isDone(file)) {
                    others.add(action);
                }
            }
            return others;
        }

        @SuppressWarnings("ReferenceEquality") // the very message, not an equal one
        private boolean isDone(Action.FileInto file) {
            MailboxName name =
                    mailboxes.target(file.mailbox()) instanceof OwnerMailboxes.Found.Here(var here)
                            ? here
                            : change.mailbox().name();
            if (name.equals(change.mailbox().name())) {
                stays = Optional.of(new Action.Keep(file.message(), file.flags(), false));
                return true;
            }
            if (file.message() != message) {
                return false;
            }
            copies.add(new Copy(name, file.flags().map(FlagNames::of)));
            return true;
        }

        @SuppressWarnings("ReferenceEquality") // likewise
        Revised revised(Optional<Action.Keep> kept, Decision.Taken taken, Messages messages) {
            Optional<Action.Keep> keep = kept.or(() -> stays);
            Optional<StagedMessage> changed =
                    keep.map(Action.Keep::message)
                            .filter(now -> now != message)
                            .map(now -> messages.staged(now, ""));
            return new Revised(
                    taken,
                    copies,
                    changed,
                    keep.flatMap(Action.Keep::flags).map(FlagNames::of),
                    keep.isEmpty());
        }
    }

    private ArrivedMail mail(MailboxChange change, String id) {
        ReversePath owner = new ReversePath.To(change.owner().address());
        return new ArrivedMail(
                id,
                change.session(),
                owner,
                owner,
                change.message(),
                0,
                MailRequest.NONE,
                ArrivedMail.Client.UNKNOWN,
                Optional.empty(),
                means.clock().instant());
    }

    private static LocalRecipient recipient(MailboxChange change) {
        return new LocalRecipient(
                change.owner(),
                change.owner().address(),
                change.owner().address().toString(),
                RecipientRequest.NONE);
    }
}
