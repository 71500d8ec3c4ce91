// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A mailbox as a client finds it, message by message, octet for octet.
///
/// @param messages by UID
record ImapMailbox(
        long uidValidity, long uidNext, long modSeq, TreeMap<Long, ImapMailbox.Message> messages) {

    /// @param mark what tells it from all others, and gives its content
    record Message(String mark, Set<String> flags) {
        Message with(Set<String> others) {
            return new Message(mark, others);
        }
    }

    private static final Pattern CODE =
            Pattern.compile("\\[(UIDVALIDITY|UIDNEXT|HIGHESTMODSEQ) (\\d+)]");
    private static final Pattern FETCHED =
            Pattern.compile(
                    "\\* \\d+ FETCH \\(UID (\\d+) FLAGS \\(([^)]*)\\) RFC822.SIZE (\\d+)"
                            + " BODY\\[] \\{(\\d+)}");

    /// The only message that may have this mark: of up to 40 KB, some of them larger.
    static byte[] content(String mark) {
        Random random = new Random(mark.hashCode());
        int size = random.nextInt(20) == 0 ? 300_000 : random.nextInt(40) * random.nextInt(1_000);
        StringBuilder text = new StringBuilder("Subject: " + mark + "\r\n\r\n");
        while (text.length() < size) {
            text.append(Long.toString(random.nextLong(), 36)).append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /// Looks at all of it. No message may be half there.
    static ImapMailbox read(LineClient imap, String name) throws IOException {
        TreeMap<String, Long> codes = new TreeMap<>();
        Matcher code = CODE.matcher(imap.command("EXAMINE " + name));
        while (code.find()) {
            codes.put(code.group(1), Long.parseLong(code.group(2)));
        }
        TreeMap<Long, Message> messages = new TreeMap<>();
        imap.send("t UID FETCH 1:* (UID FLAGS RFC822.SIZE BODY.PEEK[])");
        for (String line = imap.line(); !line.startsWith("t "); line = imap.line()) {
            Matcher fetched = FETCHED.matcher(line);
            assertThat(fetched.matches()).as(line).isTrue();
            byte[] octets = imap.octets(Integer.parseInt(fetched.group(4)));
            assertThat(imap.line()).isEqualTo(")");
            assertThat(octets.length).as(line).isEqualTo(Integer.parseInt(fetched.group(3)));
            messages.put(
                    Long.parseLong(fetched.group(1)),
                    new Message(mark(octets), flags(fetched.group(2))));
        }
        return new ImapMailbox(
                codes.get("UIDVALIDITY"),
                codes.get("UIDNEXT"),
                codes.get("HIGHESTMODSEQ"),
                messages);
    }

    private static String mark(byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        String mark = text.substring("Subject: ".length(), text.indexOf('\r'));
        assertThat(octets).as("content of %s", mark).isEqualTo(content(mark));
        return mark;
    }

    static Set<String> flags(String text) {
        Set<String> flags = new TreeSet<>(List.of(text.split(" ")));
        flags.removeAll(Set.of("", "\\Recent"));
        return flags;
    }

    /// The members of a set of UIDs, in its order.
    static List<Long> uids(String set) {
        List<Long> uids = new ArrayList<>();
        for (String range : set.split(",")) {
            String[] ends = range.split(":");
            long last = Long.parseLong(ends[ends.length - 1]);
            for (long uid = Long.parseLong(ends[0]); uid <= last; uid++) {
                uids.add(uid);
            }
        }
        return uids;
    }
}
