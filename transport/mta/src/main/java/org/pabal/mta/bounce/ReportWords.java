// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.bounce;

import java.time.ZoneOffset;
import java.util.List;
import org.pabal.directory.Language;
import org.pabal.message.mime.MailDate;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.mta.queue.Recipient;

/// What a report tells people, in their language.
final class ReportWords {
    private ReportWords() {}

    static String subject(ReportKind kind, Language language) {
        boolean failed = kind == ReportKind.FAILED;
        return switch (language) {
            case ENGLISH -> failed ? "Mail not delivered" : "Mail delayed";
            case KOREAN -> failed ? "메일을 전달하지 못했습니다" : "메일 전달이 늦어지고 있습니다";
        };
    }

    static String body(
            ReportKind kind,
            Language language,
            String hostname,
            QueueEntry entry,
            List<Recipient> recipients) {
        StringBuilder text = new StringBuilder(opening(kind, language, hostname, entry));
        for (Recipient recipient : recipients) {
            text.append("\n<").append(recipient.original()).append(">\n    ");
            text.append(recipient.last().map(Object::toString).orElse("")).append("\n");
        }
        return text.toString();
    }

    private static String opening(
            ReportKind kind, Language language, String hostname, QueueEntry entry) {
        String from = entry.from().toString();
        String when = MailDate.format(entry.accepted().atOffset(ZoneOffset.UTC));
        String until = MailDate.format(entry.expires().atOffset(ZoneOffset.UTC));
        return switch (language) {
            case ENGLISH ->
                    "This is the mail server "
                            + hostname
                            + ".\n\n"
                            + "The mail from "
                            + from
                            + ", accepted on "
                            + when
                            + ",\n"
                            + (kind == ReportKind.FAILED
                                    ? "could not be delivered to the recipients below. It will not"
                                            + " be tried again.\n"
                                    : "could not yet be delivered to the recipients below. It will"
                                            + " be tried again until\n"
                                            + until
                                            + "; you need not send it again.\n");
            case KOREAN ->
                    "메일 서버 "
                            + hostname
                            + "입니다.\n\n"
                            + when
                            + "에 접수한 "
                            + from
                            + "의 메일을\n"
                            + (kind == ReportKind.FAILED
                                    ? "아래 받는 사람에게 전달하지 못했으며 다시 시도하지 않습니다.\n"
                                    : "아래 받는 사람에게 아직 전달하지 못했습니다. "
                                            + until
                                            + "까지\n다시 시도하므로 다시 보내실 필요는 없습니다.\n");
        };
    }
}
