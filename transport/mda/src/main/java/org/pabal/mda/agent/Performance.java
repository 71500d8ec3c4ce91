// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.agent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pabal.mailbox.Filing;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.Snooze;
import org.pabal.mailbox.StagedMessage;
import org.pabal.mda.ActedRule;
import org.pabal.mda.ArrivedMail;
import org.pabal.mda.Decision;
import org.pabal.mda.FilingRules;
import org.pabal.mda.LaterJob;
import org.pabal.mda.LaterJob.Reading;
import org.pabal.mda.LocalRecipient;
import org.pabal.mda.OutgoingMail;
import org.pabal.mda.agent.ScriptedDelivery.Means;
import org.pabal.message.mime.HeaderText;
import org.pabal.sieve.Action;
import org.pabal.sieve.Action.MailboxTarget;
import org.pabal.sieve.Finding;
import org.pabal.sieve.NotifyMethod;
import org.pabal.sieve.Outcome;
import org.pabal.sieve.SieveMessage;
import org.pabal.sieve.Surroundings;
import org.pabal.storage.Change;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the scripts have said about one copy, as it becomes a decision. For one thread.
final class Performance {
    private static final Logger LOG = LoggerFactory.getLogger(Performance.class);

    private final ArrivedMail mail;
    private final LocalRecipient recipient;
    private final FilingRules withoutScript;
    private final Messages messages;
    private final Means means;
    private final OwnerMailboxes mailboxes;
    private final OwnAddresses own;
    private final Redirects redirects;
    private final Replies replies;

    /// One filing for each mailbox: what is filed there twice is there once. RFC 5228 §2.10.3
    private final Map<MailboxName, Filing> filings = new LinkedHashMap<>();

    private final List<Filing> copies = new ArrayList<>();
    private final List<OutgoingMail> mails = new ArrayList<>();
    private final List<Pending> jobs = new ArrayList<>();
    private final List<Change> memory = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private final Set<String> rules = new LinkedHashSet<>();
    private final List<ActedRule> acted = new ArrayList<>();
    private Optional<Decision.Refused> refusal = Optional.empty();

    /// What was to be redirected and cannot be: kept here if nobody else has it.
    private Optional<SieveMessage> stranded = Optional.empty();

    private boolean failed;

    /// A program's run, about which it is not known yet whether it alone has the message.
    private record Pending(Optional<SieveMessage> message, LaterJob.Work work) {}

    Performance(
            ArrivedMail mail,
            LocalRecipient recipient,
            FilingRules withoutScript,
            Messages messages,
            Means means) {
        this.mail = mail;
        this.recipient = recipient;
        this.withoutScript = withoutScript;
        this.messages = messages;
        this.means = means;
        this.mailboxes = new OwnerMailboxes(means.mailboxes(), recipient.account(), means.config());
        this.own = new OwnAddresses(means.directory(), recipient);
        this.redirects =
                new Redirects(
                        mail, recipient, own, messages, means.seals(), means.config().limits());
        this.replies = new Replies(mail, recipient, messages, means);
    }

    MailSurroundings surroundings(Instant now) {
        return new MailSurroundings(
                mail,
                recipient,
                mailboxes,
                means.memory(),
                means.programs(),
                own,
                messages,
                means.config(),
                now,
                Optional.empty());
    }

    static Outcome failed(SieveMessage message, String why) {
        return new Outcome(
                List.of(new Action.Keep(message, Optional.empty(), true)),
                Optional.of(new Finding(1, 1, why)),
                List.of(),
                List.of());
    }

    /// Takes in what one script said.
    ///
    /// @param own what of the owner's script has done something
    /// @return its keep, which the next script may overrule; empty when the message is kept no more
    Optional<Action.Keep> take(String script, List<ActedRule> own, Outcome outcome) {
        acted.addAll(own);
        outcome.log().forEach(line -> note(script, "debug", line));
        outcome.failure().ifPresent(finding -> failed(script, finding));
        Optional<Action.Keep> keep = Optional.empty();
        for (Action action : outcome.actions()) {
            if (action instanceof Action.Keep kept) {
                keep = Optional.of(kept);
                if (!kept.implicit()) {
                    rules.add(script);
                }
            } else {
                rules.add(script);
                perform(script, action);
            }
        }
        return keep;
    }

    private void failed(String script, Finding finding) {
        failed = true;
        rules.add(script);
        say(script, "failed: " + finding);
        memory.addAll(
                means.memory()
                        .failed(
                                recipient.account().id(),
                                script,
                                mail.mailId(),
                                finding.toString()));
    }

    private void perform(String script, Action action) {
        switch (action) {
            case Action.Keep _ -> throw new IllegalArgumentException("kept in the end");
            case Action.FileInto(var message, var target, var flags) ->
                    file(script, message, target, flags);
            case Action.Redirect redirect -> redirect(script, redirect);
            case Action.Discard _ -> say(script, "discard");
            case Action.Reject(var reason, var extended) -> {
                say(script, extended ? "ereject" : "reject");
                refusal =
                        Optional.of(
                                new Decision.Refused(
                                        reason, extended, script, List.copyOf(acted), List.of()));
            }
            case Action.Vacation vacation -> {
                say(script, "vacation");
                sent(script, replies.vacation(vacation));
            }
            case Action.Notification notification -> notify(script, notification);
            case Action.Pipe(var message, var program, var arguments, var trying) -> {
                say(script, "pipe " + program);
                jobs.add(
                        new Pending(
                                Optional.of(message),
                                new LaterJob.Work.Run(
                                        program, arguments, new Reading.Message(), trying, true)));
            }
            case Action.Execute(var program, var arguments, var input) -> {
                say(script, "execute " + program);
                jobs.add(
                        new Pending(
                                input instanceof Surroundings.Input.Message(var message)
                                        ? Optional.of(message)
                                        : Optional.empty(),
                                new LaterJob.Work.Run(
                                        program, arguments, reading(input), false, false)));
            }
            case Action.Remember(var id, var period) ->
                    memory.addAll(means.memory().seen(recipient.account().id(), id, period));
            case Action.Snooze snooze -> snooze(script, snooze);
        }
    }

    /// It lies in a mailbox of its own, where its owner can see it, until {@link SnoozedMessages} puts
    /// it back.
    private void snooze(String script, Action.Snooze snooze) {
        switch (mailboxes.snoozed()) {
            case OwnerMailboxes.Found.Here(var name) -> {
                say(script, "snooze until " + snooze.until());
                Snooze until =
                        new Snooze(
                                snooze.until(),
                                mailboxes.back(snooze.back()),
                                FlagNames.of(snooze.addFlags()),
                                FlagNames.of(snooze.removeFlags()));
                filings.putIfAbsent(
                        name,
                        filing(name, staged(snooze.message()), Optional.empty(), " " + name)
                                .snoozed(until));
            }
            case OwnerMailboxes.Found.Nowhere(var reason) -> {
                say(script, "snooze: INBOX, for " + reason);
                file(MailboxName.INBOX, snooze.message(), Optional.empty());
            }
        }
    }

    private static Reading reading(Surroundings.Input input) {
        return switch (input) {
            case Surroundings.Input.None _ -> new Reading.Nothing();
            case Surroundings.Input.Text(var text) -> new Reading.Text(text);
            case Surroundings.Input.Message _ -> new Reading.Message();
        };
    }

    private StagedMessage staged(SieveMessage message) {
        return messages.staged(message, mail.message().arrival());
    }

    private void file(
            String script,
            SieveMessage message,
            MailboxTarget target,
            Optional<List<String>> flags) {
        switch (mailboxes.target(target)) {
            case OwnerMailboxes.Found.Here(var name) -> {
                say(script, "fileinto \"" + name + "\"");
                file(name, message, flags);
            }
            case OwnerMailboxes.Found.Nowhere(var reason) -> {
                say(script, "fileinto \"" + target.name() + "\": INBOX, for " + reason);
                file(MailboxName.INBOX, message, flags);
            }
        }
    }

    private void file(MailboxName name, SieveMessage message, Optional<List<String>> flags) {
        filings.putIfAbsent(name, filing(name, staged(message), flags, " " + name));
    }

    /// @param which tells several filings of one delivery apart
    private Filing filing(
            MailboxName name, StagedMessage message, Optional<List<String>> flags, String which) {
        String key = mail.mailId() + " " + recipient.address().lookupForm();
        return new Filing(
                recipient.account(),
                name,
                message,
                FlagNames.of(flags.orElse(List.of())),
                mail.at(),
                key + which);
    }

    /// In the end, under the key that it has without a script: whatever becomes of the script, it is
    /// kept once.
    void keep(Action.Keep keep) {
        MailboxName name = withoutScript.mailbox(mail, recipient);
        Filing kept = filing(name, staged(keep.message()), keep.flags(), "");
        filings.putIfAbsent(
                name,
                new Filing(
                        kept.account(),
                        name,
                        kept.message(),
                        kept.flags().plus(withoutScript.flags(recipient)),
                        kept.internalDate(),
                        kept.deliveryKey()));
    }

    private void redirect(String script, Action.Redirect redirect) {
        switch (redirects.of(redirect)) {
            case Redirects.Way.Out(var next) -> {
                say(script, "redirect " + redirect.to());
                mails.add(next);
            }
            case Redirects.Way.Already _ -> {
                // Once is enough. RFC 5228 §2.10.3
            }
            case Redirects.Way.Here(var reason) -> {
                say(script, "redirect " + redirect.to() + ": not done, for " + reason);
                stranded = stranded.or(() -> Optional.of(redirect.message()));
            }
        }
    }

    private void notify(String script, Action.Notification notification) {
        switch (notification.method()) {
            case NotifyMethod.Mailto mailto -> {
                say(script, "notify mailto:" + mailto.to());
                int room = redirects.room(mailto.to().size() + mailto.cc().size());
                sent(script, replies.notice(notification, mailto, room));
            }
            case NotifyMethod.Https(var uri) -> {
                say(script, "notify " + uri.getScheme() + "://" + uri.getAuthority());
                replies.post(notification, uri)
                        .ifPresent(post -> jobs.add(new Pending(Optional.empty(), post)));
            }
        }
    }

    private void sent(String script, Replies.Sent sent) {
        mails.addAll(sent.mails());
        memory.addAll(sent.memory());
        sent.notSent().ifPresent(reason -> say(script, "nothing sent: " + reason));
        sent.copy()
                .ifPresent(copy -> {
                    MailboxName name =
                            mailboxes.target(copy.carbon().mailbox())
                                            instanceof OwnerMailboxes.Found.Here(var found)
                                    ? found
                                    : MailboxName.INBOX;
                    copies.add(
                            filing(
                                    name,
                                    copy.message(),
                                    copy.carbon().flags(),
                                    " fcc " + copies.size()));
                });
    }

    /// Tells the sender of a refusal by a message, or nobody.
    void reject(Decision.Refused refused) {
        rules.add(refused.rule());
        refused.rules().stream().filter(rule -> !acted.contains(rule)).forEach(acted::add);
        say(refused.rule(), refused.extended() ? "ereject" : "reject");
        sent(refused.rule(), replies.rejection(refused));
    }

    /// Refused, if nothing else is to be done that would make it half a refusal.
    Decision decision() {
        if (refusal.isPresent()) {
            if (filings.isEmpty() && mails.isEmpty() && jobs.isEmpty()) {
                return refusal.get();
            }
            reject(refusal.get());
        }
        return taken();
    }

    Decision.Taken taken() {
        if (stranded.isPresent() && !isElsewhere()) {
            file(MailboxName.INBOX, stranded.get(), Optional.empty());
        }
        boolean elsewhere = isElsewhere();
        List<Filing> all = new ArrayList<>(withoutDuplicates());
        all.addAll(copies);
        return new Decision.Taken(
                all,
                mails,
                jobs.stream().map(job -> job(job, !elsewhere)).toList(),
                memory,
                String.join(", ", rules),
                said,
                acted);
    }

    /// Whether the message is kept or passed on.
    private boolean isElsewhere() {
        return !filings.isEmpty()
                || mails.stream().anyMatch(next -> next.kind() == OutgoingMail.Kind.REDIRECT);
    }

    /// @param alone nobody else has the message
    private LaterJob job(Pending job, boolean alone) {
        LaterJob.Work work =
                job.work() instanceof LaterJob.Work.Run run
                        ? new LaterJob.Work.Run(
                                run.program(),
                                run.arguments(),
                                run.reading(),
                                run.trying(),
                                run.elseKeep() && alone)
                        : job.work();
        StagedMessage message = job.message().map(this::staged).orElse(mail.message());
        int prefix = message.blob().equals(mail.message().blob()) ? mail.prefixOctets() : 0;
        return new LaterJob(work, message, prefix);
    }

    /// The same message is filed into the same mailbox once within the settings' time. What has no
    /// Message-ID is never taken for another.
    private List<Filing> withoutDuplicates() {
        List<Filing> all = List.copyOf(filings.values());
        Optional<String> id = means.config().duplicateWindow().isZero() ? Optional.empty() : id();
        if (id.isEmpty() || failed) {
            return all;
        }
        List<Filing> fresh = new ArrayList<>();
        for (Filing filing : all) {
            String name = filing.mailbox().text();
            if (means.memory().wasFiled(recipient.account().id(), id.get(), name)) {
                rules.add("sieve.duplicate-window");
                say("sieve.duplicate-window", "a duplicate in \"" + name + "\" is left out");
            } else {
                fresh.add(filing);
                memory.addAll(
                        means.memory()
                                .filed(
                                        recipient.account().id(),
                                        id.get(),
                                        name,
                                        means.config().duplicateWindow()));
            }
        }
        return fresh;
    }

    private Optional<String> id() {
        return mail.message()
                .scan()
                .header()
                .first("Message-ID")
                .map(field -> HeaderText.decode(field.value()).strip())
                .filter(id -> !id.isEmpty());
    }

    private void say(String script, String what) {
        note(script, "sieve", what);
        if (said.size() < means.config().limits().actions()) {
            said.add(what);
        }
    }

    /// One line each, whatever a script or a mail says.
    private void note(String script, String event, String what) {
        LOG.info(
                "session={} mail={} event={} account={} by={} {}",
                mail.session(),
                mail.mailId(),
                event,
                recipient.account().address(),
                script.replaceAll("\\p{Cntrl}", " "),
                what.replaceAll("\\p{Cntrl}", " "));
    }
}
