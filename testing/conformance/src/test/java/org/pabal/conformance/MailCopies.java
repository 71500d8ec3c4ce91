// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What lies in a mailbox, on the server or in a Maildir, in a form that can be compared: by
/// Message-ID, with the letters of its flags as Maildir has them, and LF for line ends.
record MailCopies(TreeMap<String, MailCopies.Copy> messages) {
    record Copy(String flags, String content) {}

    private static final Pattern MESSAGE_ID = Pattern.compile("(?mi)^Message-ID: *(<[^>]*>) *$");
    private static final Pattern FETCHED =
            Pattern.compile("\\* \\d+ FETCH \\(.*FLAGS \\(([^)]*)\\) BODY\\[] \\{(\\d+)}");

    /// Header fields by which programs find again what they upload.
    private static final Pattern OWN_FIELDS = Pattern.compile("(?m)^X-(?:TUID|OfflineIMAP): .*\n");

    private static final List<String> SYSTEM =
            List.of("D\\Draft", "F\\Flagged", "R\\Answered", "S\\Seen", "T\\Deleted");

    static MailCopies onServer(LineClient imap, String mailbox) throws IOException {
        TreeMap<String, Copy> copies = new TreeMap<>();
        assertThat(imap.command("EXAMINE \"" + mailbox + "\"")).contains("t OK");
        imap.send("t UID FETCH 1:* (FLAGS BODY.PEEK[])");
        for (String line = imap.line(); !line.startsWith("t "); line = imap.line()) {
            Matcher fetched = FETCHED.matcher(line);
            assertThat(fetched.matches()).as(line).isTrue();
            byte[] octets = imap.octets(Integer.parseInt(fetched.group(2)));
            assertThat(imap.line()).isEqualTo(")");
            StringBuilder letters = new StringBuilder();
            for (String flag : SYSTEM) {
                if (List.of(fetched.group(1).split(" ")).contains(flag.substring(1))) {
                    letters.append(flag.charAt(0));
                }
            }
            put(copies, letters.toString(), Clients.text(octets).replace("\r\n", "\n"));
        }
        return new MailCopies(copies);
    }

    static MailCopies inMaildir(Path folder) throws IOException {
        TreeMap<String, Copy> copies = new TreeMap<>();
        for (Path file : files(folder)) {
            String name = file.getFileName().toString();
            int flags = name.indexOf(":2,");
            put(
                    copies,
                    flags < 0 ? "" : name.substring(flags + 3).replaceAll("[^DFRST]", ""),
                    Files.readString(file, StandardCharsets.ISO_8859_1));
        }
        return new MailCopies(copies);
    }

    static List<Path> files(Path maildir) throws IOException {
        try (Stream<Path> cur = Files.list(maildir.resolve("cur"));
                Stream<Path> fresh = Files.list(maildir.resolve("new"))) {
            return Stream.concat(cur, fresh).sorted().toList();
        }
    }

    private static void put(TreeMap<String, Copy> copies, String flags, String content) {
        Matcher id = MESSAGE_ID.matcher(content);
        assertThat(id.find()).as(content).isTrue();
        String bare = OWN_FIELDS.matcher(content).replaceAll("");
        assertThat(copies.put(id.group(1), new Copy(flags, bare))).as(id.group(1)).isNull();
    }

    /// The contents without the flags.
    TreeMap<String, String> contents() {
        TreeMap<String, String> contents = new TreeMap<>();
        messages.forEach((id, copy) -> contents.put(id, copy.content()));
        return contents;
    }
}
