// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.local;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.pabal.cli.Administration;
import org.pabal.cli.Administration.Answer;
import org.pabal.cli.SocketAdministration;
import tools.jackson.databind.JsonNode;

/// `mailq` and `sendmail -q`: what waits in the queue, in the form that everybody knows, and trying
/// all of it now. For the user of the server, and root.
final class QueueListing {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss", Locale.ROOT);
    private static final int ENTRIES_AT_ONCE = 1_000;
    private static final int MAX_PAGES = 10_000;

    private final Invocation invocation;

    QueueListing(Invocation invocation) {
        this.invocation = invocation;
    }

    int run() {
        try (Administration server = reach()) {
            long entries = 0;
            long octets = 0;
            String after = "";
            for (int page = 0; page < MAX_PAGES; page++) {
                Answer answer =
                        server.call(
                                "queue.list",
                                Map.of("limit", "" + ENTRIES_AT_ONCE, "after", after));
                if (!(answer instanceof Answer.Done(var result))) {
                    return refused(answer);
                }
                for (JsonNode entry : result.path("entries")) {
                    if (entries++ == 0) {
                        invocation
                                .out()
                                .println(
                                        "-Queue ID-             --Size-- ----Arrival Time----"
                                                + " -Sender/Recipient-------");
                    }
                    octets += entry.path("octets").asLong();
                    show(entry);
                }
                after = result.path("next").asString("");
                if (after.isEmpty()) {
                    break;
                }
            }
            invocation
                    .out()
                    .println(
                            entries == 0
                                    ? "Mail queue is empty"
                                    : "-- "
                                            + (octets + 1023) / 1024
                                            + " Kbytes in "
                                            + entries
                                            + (entries == 1 ? " Request." : " Requests."));
            invocation.out().flush();
            return SysExit.OK;
        } catch (NotReached reason) {
            return reason.exitCode;
        }
    }

    /// The columns of Postfix's postqueue, whose readers are many; `!` is held.
    private void show(JsonNode entry) {
        boolean held = !entry.path("held").asString("").isEmpty();
        String from = entry.path("from").asString();
        invocation
                .out()
                .println(
                        String.format(
                                Locale.ROOT,
                                "%-22s %8d %-20s  %s",
                                entry.path("id").asString() + (held ? "!" : ""),
                                entry.path("octets").asLong(),
                                TIME.format(
                                        Instant.parse(entry.path("accepted").asString())
                                                .atZone(ZoneId.systemDefault())),
                                from.equals("<>") ? "MAILER-DAEMON" : from.replaceAll("[<>]", "")));
        String reply = entry.path("lastReply").asString("");
        if (!reply.isEmpty()) {
            invocation.out().println("(" + reply + ")");
        }
        for (JsonNode recipient : entry.path("recipients")) {
            invocation.out().println(" ".repeat(54) + recipient.asString());
        }
        invocation.out().println();
    }

    int flush() {
        try (Administration server = reach()) {
            Answer answer = server.call("queue.retry", Map.of("all", true));
            return answer instanceof Answer.Done ? SysExit.OK : refused(answer);
        } catch (NotReached reason) {
            return reason.exitCode;
        }
    }

    private int refused(Answer answer) {
        String reason =
                switch (answer) {
                    case Answer.Refused(var text) -> text;
                    case Answer.Unavailable(var text) -> text;
                    case Answer.Done _ -> "";
                };
        return invocation.fail(SysExit.UNAVAILABLE, "local.said", reason);
    }

    private static final class NotReached extends Exception {
        private static final long serialVersionUID = 1L;

        private final int exitCode;

        NotReached(int exitCode) {
            super("not reached");
            this.exitCode = exitCode;
        }
    }

    private Administration reach() throws NotReached {
        return reach(invocation)
                .orElseThrow(() -> {
                    boolean closed =
                            java.nio.file.Files.exists(invocation.place().data())
                                    && !java.nio.file.Files.isExecutable(invocation.place().data());
                    return new NotReached(
                            closed
                                    ? invocation.fail(
                                            SysExit.NO_PERMISSION,
                                            "local.not-yours",
                                            invocation.place().data().toString())
                                    : invocation.fail(SysExit.UNAVAILABLE, "local.no-server"));
                });
    }

    static java.util.Optional<Administration> reach(Invocation invocation) {
        return SocketAdministration.connect(invocation.place().socket()).map(found -> found);
    }
}
