// SPDX-License-Identifier: Apache-2.0
package org.pabal.fetch.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.pabal.wire.Connection;

/// An IMAP server in memory that a session is held with as with one behind a socket: as much of it as
/// those who fetch ask for. What it has may change between two commands.
public final class OtherImapServer {
    private final Map<String, Folder> folders = new LinkedHashMap<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private volatile String capabilities =
            "IMAP4rev1 AUTH=PLAIN SASL-IR SPECIAL-USE LIST-EXTENDED NAMESPACE ID";
    private volatile String namespace = "((\"\" \"/\")) NIL NIL";
    private volatile int messagesUntilBroken = Integer.MAX_VALUE;

    /// A mailbox: messages by UID.
    public static final class Folder {
        private final String attributes;
        private final TreeMap<Long, Message> messages = new TreeMap<>();
        private long uidValidity = 1;
        private long uidNext = 1;

        private Folder(String attributes) {
            this.attributes = attributes;
        }

        /// @param flags as written, between spaces
        /// @param labels as written
        public synchronized Folder add(String flags, String labels, String text) {
            messages.put(uidNext++, new Message(flags, labels, text));
            return this;
        }

        public synchronized Folder add(String flags, String text) {
            return add(flags, "", text);
        }

        /// Every message gets another UID.
        public synchronized void renumber() {
            List<Message> all = new ArrayList<>(messages.values());
            messages.clear();
            uidValidity++;
            uidNext = 1_000;
            all.forEach(each -> messages.put(uidNext++, each));
        }
    }

    private record Message(String flags, String labels, String text) {}

    /// @param wireName as LIST shows it
    public Folder folder(String wireName, String attributes) {
        return folders.computeIfAbsent(wireName, _ -> new Folder(attributes));
    }

    public void can(String all) {
        capabilities = all;
    }

    public void namespace(String response) {
        namespace = response;
    }

    /// The connection breaks in the middle of the message after so many.
    public void breakAfter(int messages) {
        messagesUntilBroken = messages;
    }

    /// What clients have said.
    public List<String> commands() {
        return List.copyOf(commands);
    }

    public Connection connect() {
        StringBuilder greeting = new StringBuilder("* OK hello\r\n");
        return new AnsweringConnection(new Session(), greeting.toString());
    }

    private final class Session implements AnsweringConnection.Server {
        private Folder selected = new Folder("");

        @Override
        public String answer(String line) {
            commands.add(line);
            String[] words = line.split(" ", 3);
            String command = words[1].toUpperCase(Locale.ROOT);
            String arguments = words.length < 3 ? "" : words[2];
            String ok = words[0] + " OK done\r\n";
            return switch (command) {
                case "CAPABILITY" -> "* CAPABILITY " + capabilities + "\r\n" + ok;
                case "AUTHENTICATE", "LOGIN" ->
                        arguments.contains("wrong") || arguments.endsWith(base64("\0bob\0wrong"))
                                ? words[0] + " NO [AUTHENTICATIONFAILED] Invalid credentials\r\n"
                                : ok;
                case "NAMESPACE" -> "* NAMESPACE " + namespace + "\r\n" + ok;
                case "LIST" -> list() + ok;
                case "STATUS" ->
                        "* STATUS "
                                + arguments.replaceAll(" \\(.*", "")
                                + " (MESSAGES "
                                + named(arguments).messages.size()
                                + ")\r\n"
                                + ok;
                case "EXAMINE" -> examine(arguments) + ok;
                case "UID" -> uid(arguments) + ok;
                default -> ok;
            };
        }

        private String base64(String text) {
            return java.util.Base64.getEncoder().encodeToString(text.getBytes(ISO_8859_1));
        }

        private String list() {
            StringBuilder all = new StringBuilder();
            folders.forEach((name, folder) ->
                    all.append("* LIST (" + folder.attributes + ") \"/\" \"" + name + "\"\r\n"));
            return all.toString();
        }

        private Folder named(String arguments) {
            String name = arguments.replaceAll("^\"([^\"]*)\".*", "$1");
            Folder found = folders.get(name);
            if (found == null) {
                throw new IllegalArgumentException("no such folder: " + name);
            }
            return found;
        }

        private String examine(String arguments) {
            selected = named(arguments);
            return "* %d EXISTS\r\n* OK [UIDVALIDITY %d] valid\r\n* OK [UIDNEXT %d] next\r\n"
                    .formatted(selected.messages.size(), selected.uidValidity, selected.uidNext);
        }

        private String uid(String arguments) {
            synchronized (selected) {
                if (arguments.startsWith("SEARCH UID ")) {
                    String[] ends = arguments.substring(11).split(":");
                    StringBuilder found = new StringBuilder("* SEARCH");
                    selected.messages
                            .subMap(Long.valueOf(ends[0]), true, Long.valueOf(ends[1]), true)
                            .keySet()
                            .forEach(uid -> found.append(' ').append(uid));
                    return found + "\r\n";
                }
                String[] words = arguments.split(" ", 3);
                StringBuilder all = new StringBuilder();
                Arrays.stream(words[1].split(","))
                        .map(Long::valueOf)
                        .filter(selected.messages::containsKey)
                        .forEach(uid -> all.append(fetched(uid, words[2])));
                return all.toString();
            }
        }

        private String fetched(long uid, String items) {
            Message message = selected.messages.get(uid);
            if (message == null) {
                return "";
            }
            if (items.contains("BODY.PEEK[]")) {
                boolean broken = messagesUntilBroken-- <= 0;
                String text = broken ? message.text.substring(0, 5) : message.text;
                return "* %d FETCH (UID %d BODY[] {%d}\r\n%s%s"
                        .formatted(
                                uid,
                                uid,
                                message.text.length(),
                                text,
                                broken ? AnsweringConnection.END : ")\r\n");
            }
            String id =
                    message.text
                            .lines()
                            .filter(line -> line.startsWith("Message-ID:"))
                            .map(line -> line + "\r\n")
                            .findFirst()
                            .orElse("");
            String labels =
                    items.contains("X-GM-LABELS") ? " X-GM-LABELS (" + message.labels + ")" : "";
            return ("* %d FETCH (UID %d FLAGS (%s) INTERNALDATE \"01-Feb-2020 10:00:00 +0900\""
                            + " RFC822.SIZE %d%s BODY[HEADER.FIELDS (MESSAGE-ID)] {%d}\r\n%s)\r\n")
                    .formatted(
                            uid,
                            uid,
                            message.flags,
                            message.text.length(),
                            labels,
                            id.length() + 2,
                            id + "\r\n");
        }
    }
}
