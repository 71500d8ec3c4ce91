// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The parser is total: any octets give a command.
class CommandTableTest {
    private static final int DEPTH = 50;

    private static final List<String> COMMANDS =
            List.of(
                    "a CAPABILITY",
                    "a LOGIN \"al\\\"ice\" {6}\r\nsecret",
                    "a AUTHENTICATE PLAIN AGFsaWNlAHNlY3JldA==",
                    "a ID (\"name\" \"x\" \"os\" NIL)",
                    "a ENABLE IMAP4rev2 CONDSTORE",
                    "a SELECT INBOX (QRESYNC (1 2 1:9 (1,3 1,4)) CONDSTORE)",
                    "a CREATE \"x/y\" (USE (\\Sent))",
                    "a RENAME {1}\r\nx \"&vPStAA-\"",
                    "a LIST (SUBSCRIBED RECURSIVEMATCH) \"\" (a% *b) RETURN (STATUS (MESSAGES))",
                    "a LSUB \"\" *",
                    "a STATUS INBOX (MESSAGES UIDNEXT)",
                    "a APPEND INBOX (\\Seen x) \"01-Feb-2026 10:00:00 +0900\" {10+}",
                    "a UID FETCH 1:*,4 (FLAGS BODY.PEEK[1.2.HEADER.FIELDS (From To)]<0.9>"
                            + " BINARY.SIZE[1]) (CHANGEDSINCE 5 VANISHED)",
                    "a FETCH 1 (ENVELOPE RFC822.TEXT BODY[TEXT] PREVIEW (LAZY))",
                    "a STORE 2,4:7 (UNCHANGEDSINCE 12) +FLAGS.SILENT (\\Seen $Junk)",
                    "a SEARCH RETURN (MIN SAVE) CHARSET UTF-8 OR (SUBJECT {3}\r\nabc NOT 1:4)"
                            + " SENTSINCE 1-Feb-2026",
                    "a SEARCH MODSEQ \"/flags/x\" all 7 HEADER X-A \"b\" UID $ EMAILID M1",
                    "a UID MOVE 1:3 Archive",
                    "a UID EXPUNGE 1:3");

    @Test
    void goodCommandsParse() {
        for (String command : COMMANDS) {
            assertThat(parse(command).command())
                    .as(command)
                    .isNotInstanceOf(ImapCommand.Unparsable.class);
        }
    }

    @Test
    void mutatedCommandsNeverThrow() {
        String alphabet = "a1*:,()[]<>{}\"\\ .%&$+-\r\n\0\u00e9NILFLAGS";
        for (long seed = 0; seed < 30_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder(COMMANDS.get(random.nextInt(COMMANDS.size())));
            for (int i = 0; i <= random.nextInt(4); i++) {
                mutate(text, random, alphabet);
            }
            try {
                parse(text.toString());
                CommandTable.endsBeforeMessage(octets(text.toString()), DEPTH);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + text, e);
            }
        }
    }

    @Test
    void randomOctetsNeverThrow() {
        for (long seed = 0; seed < 10_000; seed++) {
            Random random = new Random(seed);
            byte[] octets = new byte[random.nextInt(60)];
            random.nextBytes(octets);
            assertThat(CommandTable.parse(octets, DEPTH).command()).isNotNull();
        }
    }

    private static void mutate(StringBuilder text, Random random, String alphabet) {
        int at = text.isEmpty() ? 0 : random.nextInt(text.length());
        switch (random.nextInt(4)) {
            case 0 -> text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
            case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(3)));
            case 2 -> text.setLength(at);
            default -> text.insert(at, text.substring(at / 2, at));
        }
    }

    private static TaggedCommand parse(String text) {
        return CommandTable.parse(octets(text), DEPTH);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
