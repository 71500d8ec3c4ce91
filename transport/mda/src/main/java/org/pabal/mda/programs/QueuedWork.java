// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.programs;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.directory.AccountId;
import org.pabal.mda.LaterJob.Reading;
import org.pabal.mda.LaterJob.Work;
import org.pabal.mda.NewMail;
import org.pabal.sieve.Action.MailboxTarget;

/// A job's work as a queue entry keeps it: one text of fields with a NUL behind each, the first of
/// which is a version. docs/formats/queue-v1.md
///
/// @param account whose script it was
public record QueuedWork(AccountId account, Work work) {
    private static final char END = '\0';
    private static final String VERSION = "1";
    private static final String RUN = "run";
    private static final String POST = "post";
    private static final String WAKE = "wake";
    private static final String HOOK = "hook";

    public String text() {
        StringBuilder text = new StringBuilder();
        add(text, VERSION);
        add(text, account.toString());
        switch (work) {
            case Work.Run run -> {
                add(text, RUN);
                add(text, run.program());
                add(text, run.trying() ? "try" : "");
                add(text, run.elseKeep() ? "keep" : "");
                switch (run.reading()) {
                    case Reading.Message _ -> add(text, "message");
                    case Reading.Nothing _ -> add(text, "nothing");
                    case Reading.Text(var read) -> add(text, "text " + read);
                }
                run.arguments().forEach(argument -> add(text, argument));
            }
            case Work.Post(var target, var json) -> {
                add(text, POST);
                add(text, target.toString());
                add(text, json);
            }
            case Work.Wake wake -> {
                add(text, WAKE);
                add(text, Long.toString(wake.until().getEpochSecond()));
                add(text, String.join(" ", wake.addFlags()));
                add(text, String.join(" ", wake.removeFlags()));
                wake.back().ifPresent(target -> add(text, target));
            }
            case Work.Hook(var webhook, var mail) -> {
                add(text, HOOK);
                add(text, webhook);
                add(text, mail.name());
                add(text, mail.address());
                add(text, mail.subject());
                add(text, mail.preview());
                add(text, mail.mailbox());
                add(text, mail.messageId());
            }
        }
        return text.toString();
    }

    private static void add(StringBuilder text, MailboxTarget target) {
        add(text, target.name());
        add(text, target.create() ? "create" : "");
        add(text, target.specialUse().orElse(""));
        add(text, target.mailboxId().orElse(""));
    }

    /// NUL, which no program's argument can hold, would end a field early.
    private static void add(StringBuilder text, String field) {
        text.append(field.replace(END, '\uFFFD')).append(END);
    }

    /// @throws IllegalArgumentException for a text of another version, or none
    public static QueuedWork parse(String text) {
        List<String> fields = fields(text);
        if (fields.size() < 5 || !fields.getFirst().equals(VERSION)) {
            throw new IllegalArgumentException("queued work is unreadable");
        }
        AccountId account = new AccountId(Long.parseLong(fields.get(1)));
        return switch (fields.get(2)) {
            case RUN -> new QueuedWork(account, run(fields));
            case POST ->
                    new QueuedWork(
                            account, new Work.Post(URI.create(fields.get(3)), fields.get(4)));
            case WAKE -> new QueuedWork(account, wake(fields));
            case HOOK -> new QueuedWork(account, hook(fields));
            default -> throw new IllegalArgumentException("queued work: " + fields.get(2));
        };
    }

    private static Work.Wake wake(List<String> fields) {
        if (fields.size() != 6 && fields.size() != 10) {
            throw new IllegalArgumentException("queued work is cut off");
        }
        return new Work.Wake(
                Instant.ofEpochSecond(Long.parseLong(fields.get(3))),
                fields.size() == 6 ? Optional.empty() : Optional.of(target(fields.subList(6, 10))),
                flags(fields.get(4)),
                flags(fields.get(5)));
    }

    private static Work.Hook hook(List<String> fields) {
        if (fields.size() != 10) {
            throw new IllegalArgumentException("queued work is cut off");
        }
        return new Work.Hook(
                fields.get(3),
                new NewMail(
                        fields.get(4),
                        fields.get(5),
                        fields.get(6),
                        fields.get(7),
                        fields.get(8),
                        fields.get(9)));
    }

    private static MailboxTarget target(List<String> fields) {
        return new MailboxTarget(
                fields.get(0),
                !fields.get(1).isEmpty(),
                Optional.of(fields.get(2)).filter(use -> !use.isEmpty()),
                Optional.of(fields.get(3)).filter(id -> !id.isEmpty()));
    }

    /// Flags are atoms: none has a space.
    private static List<String> flags(String field) {
        return field.isEmpty() ? List.of() : List.of(field.split(" "));
    }

    private static List<String> fields(String text) {
        List<String> fields = new ArrayList<>();
        int from = 0;
        for (int end = text.indexOf(END); end >= 0; end = text.indexOf(END, from)) {
            fields.add(text.substring(from, end));
            from = end + 1;
        }
        return fields;
    }

    private static Work.Run run(List<String> fields) {
        if (fields.size() < 7) {
            throw new IllegalArgumentException("queued work is cut off");
        }
        String reading = fields.get(6);
        return new Work.Run(
                fields.get(3),
                fields.subList(7, fields.size()),
                switch (reading) {
                    case "message" -> new Reading.Message();
                    case "nothing" -> new Reading.Nothing();
                    default -> new Reading.Text(reading.substring("text ".length()));
                },
                !fields.get(4).isEmpty(),
                !fields.get(5).isEmpty());
    }
}
