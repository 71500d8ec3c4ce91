// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.directory.Account;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mda.lab.Batch;
import org.pabal.mda.lab.LabMessage;
import org.pabal.mda.lab.LabScript;
import org.pabal.mda.lab.Report;
import org.pabal.mda.lab.SieveLab;
import org.pabal.mda.lab.SieveLab.Envelope;
import org.pabal.mda.lab.SieveLab.Mode;
import org.pabal.mda.lab.SieveLab.Ran;
import org.pabal.mda.lab.SieveLab.Trial;
import org.pabal.mda.lab.Undone;
import org.pabal.mda.scripts.ScriptName;
import org.pabal.mda.scripts.ScriptStore;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.message.UnavailableException;
import org.pabal.sieve.Compilation;
import org.pabal.sieve.Finding;
import org.pabal.sieve.Outcome;
import org.pabal.sieve.Script;

/// The calls of the Sieve lab: scripts are tried on messages, applied to mailboxes, and that is
/// undone.
public final class LabOperations {
    private static final int MAX_MESSAGES = 1000;
    private static final int USUAL_MESSAGES = 10;

    /// Of one run that is shown.
    private static final int MAX_DECISIONS = 500;

    private static final String UNNAMED = "script";

    private final DirectoryAdministration directory;
    private final MailboxStore mailboxes;
    private final Supplier<ScriptStore> scripts;
    private final Supplier<SieveLab> lab;

    public LabOperations(
            DirectoryAdministration directory,
            MailboxStore mailboxes,
            Supplier<ScriptStore> scripts,
            Supplier<SieveLab> lab) {
        this.directory = directory;
        this.mailboxes = mailboxes;
        this.scripts = scripts;
        this.lab = lab;
    }

    /// Each message with `subject`, `from`, `date` and its `runs`: `script`, `actions`, `failure`,
    /// `decisions`, `log`.
    ///
    /// @param arguments `address`; `script` or `name`, else all that run for the account's mail;
    ///     `message` in base64, else `last` of `mailbox`; `envelopeFrom`, `envelopeTo`
    List<Map<String, Object>> test(Arguments arguments) {
        Account account = account(arguments);
        List<LabScript> tried = tried(account, arguments);
        Envelope envelope = new Envelope(reversePath(arguments), recipient(arguments));
        List<Map<String, Object>> shown = new ArrayList<>();
        String message = arguments.text("message", "");
        if (!message.isEmpty()) {
            try (LabMessage given = LabMessage.of(decoded(message))) {
                shown.add(shown(lab.get().test(account, tried, given, envelope)));
            }
        } else {
            lab.get()
                    .test(
                            account,
                            tried,
                            mailbox(account, arguments),
                            arguments.count("last", USUAL_MESSAGES, MAX_MESSAGES),
                            envelope,
                            trial -> shown.add(shown(trial)));
        }
        return shown;
    }

    private List<LabScript> tried(Account account, Arguments arguments) {
        if (!arguments.text("script", "").isEmpty() || !arguments.text("name", "").isEmpty()) {
            return List.of(new LabScript(called(arguments), script(account, arguments)));
        }
        List<LabScript> own = lab.get().scripts(scripts.get().active(account));
        if (own.isEmpty()) {
            throw new Arguments.Unusable(
                    account.address() + " has no active script; give one with --script");
        }
        return own;
    }

    private Script script(Account account, Arguments arguments) {
        String text = arguments.text("script", "");
        if (text.isEmpty()) {
            String name = arguments.text("name");
            return ScriptName.parse(name)
                    .flatMap(known -> scripts.get().script(account, known))
                    .orElseThrow(() ->
                            new Arguments.Unusable(
                                    account.address()
                                            + " has no script '"
                                            + name
                                            + "', and there is no such file"));
        }
        return switch (scripts.get().check(account, ScriptOperations.octets(text))) {
            case Compilation.Compiled(Script compiled, _) -> compiled;
            case Compilation.Refused(List<Finding> errors) ->
                    throw new Arguments.Unusable(errors.getFirst().toString());
        };
    }

    private static String called(Arguments arguments) {
        return arguments.text("name", UNNAMED);
    }

    private static byte[] decoded(String base64) {
        try {
            return withLineEnds(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException broken) {
            throw new Arguments.Unusable("the message is not in base64");
        }
    }

    /// Files have LF, messages CRLF.
    private static byte[] withLineEnds(byte[] octets) {
        java.io.ByteArrayOutputStream message =
                new java.io.ByteArrayOutputStream(octets.length + octets.length / 32);
        byte before = 0;
        for (byte octet : octets) {
            if (octet == '\n' && before != '\r') {
                message.write('\r');
            }
            message.write(octet);
            before = octet;
        }
        return message.toByteArray();
    }

    private static Optional<ReversePath> reversePath(Arguments arguments) {
        String text = arguments.text("envelopeFrom", "");
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        text.equals("<>")
                                ? ReversePath.NULL
                                : new ReversePath.To(
                                        arguments.parsed(text, "an address", Address::parse)));
    }

    private static Optional<Address> recipient(Arguments arguments) {
        String text = arguments.text("envelopeTo", "");
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(arguments.parsed(text, "an address", Address::parse));
    }

    private static Map<String, Object> shown(Trial trial) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("subject", trial.subject());
        shown.put("from", trial.from());
        shown.put("date", trial.date());
        shown.put("runs", trial.runs().stream().map(LabOperations::shown).toList());
        return shown;
    }

    private static Map<String, Object> shown(Ran ran) {
        Outcome outcome = ran.outcome();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("script", ran.name());
        shown.put("actions", outcome.actions().stream().map(ShownActions::of).toList());
        outcome.failure().ifPresent(failure -> shown.put("failure", failure.toString()));
        shown.put(
                "decisions",
                outcome.decisions().stream()
                        .limit(MAX_DECISIONS)
                        .map(LabOperations::shown)
                        .toList());
        shown.put("log", outcome.log());
        return shown;
    }

    private static Map<String, Object> shown(Outcome.Decision decision) {
        Map<String, Object> shown = new LinkedHashMap<>();
        if (!decision.script().isEmpty()) {
            shown.put("script", decision.script());
        }
        shown.put("line", decision.line());
        shown.put("text", decision.text());
        decision.answer().ifPresent(answer -> shown.put("answer", answer));
        return shown;
    }

    /// `batch` if anything was done, `examined`, `moved` and `copied` by mailbox, `flagged`,
    /// `notDone` by action, `failed`, `failures`, `stopped`.
    ///
    /// @param arguments `address`; `script` or `name`; `mailbox`; `dryRun`
    Map<String, Object> apply(Arguments arguments) {
        Account account = account(arguments);
        Mode mode = arguments.flag("dryRun") ? Mode.DRY_RUN : Mode.DONE;
        Script script = script(account, arguments);
        MailboxInfo mailbox = mailbox(account, arguments);
        return lab.get()
                .apply(account, script, called(arguments), mailbox, mode)
                .map(LabOperations::shown)
                .orElseThrow(() -> busy(account));
    }

    private static UnavailableException busy(Account account) {
        return new UnavailableException(
                "another batch of " + account.address() + " is at work; wait for its end");
    }

    private static Map<String, Object> shown(Report report) {
        Map<String, Object> shown = new LinkedHashMap<>();
        report.batch().ifPresent(batch -> shown.put("batch", batch));
        shown.put("examined", report.examined());
        shown.put("moved", report.moved());
        shown.put("copied", report.copied());
        shown.put("flagged", report.flagged());
        shown.put("notDone", report.notDone());
        shown.put("failed", report.failed());
        shown.put("failures", report.failures().stream().map(Finding::toString).toList());
        if (!report.stopped().isEmpty()) {
            shown.put("stopped", report.stopped());
        }
        return shown;
    }

    /// The batches that can be undone or have been: `batch`, `at`, `mailbox`, `script`, `state`.
    List<Map<String, Object>> batches(Arguments arguments) {
        return lab.get().batches(account(arguments)).stream().map(LabOperations::shown).toList();
    }

    private static Map<String, Object> shown(Batch batch) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("batch", batch.number());
        shown.put("at", batch.at().toString());
        shown.put("mailbox", batch.mailbox());
        shown.put("script", batch.script());
        shown.put(
                "state",
                switch (batch.state()) {
                    case BEGUN -> "begun";
                    case APPLIED -> "applied";
                    case UNDONE -> "undone";
                });
        return shown;
    }

    /// `batch`, `restored`, `gone`.
    ///
    /// @param arguments `address`, `batch`
    Map<String, Object> undo(Arguments arguments) {
        Account account = account(arguments);
        int number = arguments.count("batch", 0, Integer.MAX_VALUE);
        Batch batch =
                lab.get()
                        .batch(account, number)
                        .orElseThrow(() ->
                                new Arguments.Unusable(
                                        account.address()
                                                + " has no batch "
                                                + number
                                                + "; pabal sieve batches shows all"));
        if (batch.state() == Batch.State.UNDONE) {
            throw new Arguments.Unusable("batch " + number + " is undone already");
        }
        Undone undone = lab.get().undo(account, batch).orElseThrow(() -> busy(account));
        return Map.of(
                "batch", undone.batch().number(),
                "restored", undone.restored(),
                "gone", undone.gone());
    }

    private MailboxInfo mailbox(Account account, Arguments arguments) {
        String text = arguments.text("mailbox", "INBOX");
        MailboxName name =
                arguments.parsed(text, "a mailbox name such as INBOX or a/b", MailboxName::parse);
        return mailboxes
                .open(account)
                .find(name)
                .filter(MailboxInfo::selectable)
                .orElseThrow(() ->
                        new Arguments.Unusable(
                                account.address() + " has no mailbox '" + name + "'"));
    }

    private Account account(Arguments arguments) {
        return ScriptOperations.account(directory, arguments);
    }
}
