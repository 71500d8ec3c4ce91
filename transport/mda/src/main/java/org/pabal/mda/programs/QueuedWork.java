// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.programs;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.pabal.directory.AccountId;
import org.pabal.mda.LaterJob.Reading;
import org.pabal.mda.LaterJob.Work;
import org.pabal.mda.NewMail;

/// A job's work as a queue entry keeps it: one text of fields with a NUL behind each, the first of
/// which is a version. docs/formats/queue-v1.md
///
/// @param account whose script it was
public record QueuedWork(AccountId account, Work work) {
    private static final char END = '\0';
    private static final String VERSION = "1";
    private static final String RUN = "run";
    private static final String POST = "post";
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
            case HOOK -> new QueuedWork(account, hook(fields));
            default -> throw new IllegalArgumentException("queued work: " + fields.get(2));
        };
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
