// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pabal.mailbox.MailboxSnapshot;

/// Random commands on several connections. Each client keeps its picture of the mailbox from what it
/// is told alone; whatever the others do, a message number means to the server what it means to the
/// client, and at the end all pictures are the mailbox.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SessionsAgreeTest {
    private static final Pattern EXISTS = Pattern.compile("\\* (\\d+) EXISTS");
    private static final Pattern EXPUNGE = Pattern.compile("\\* (\\d+) EXPUNGE");
    private static final Pattern FLAGS =
            Pattern.compile("\\* (\\d+) FETCH \\((?:UID (\\d+) )?FLAGS \\(([^)]*)\\).*");
    private static final String[] NAMES = {"\\Seen", "\\Flagged", "\\Deleted", "$A", "$B"};

    @Test
    void picturesStayTrue() throws Exception {
        for (long seed = 1; seed <= 12; seed++) {
            try (ImapStage stage = new ImapStage()) {
                play(stage, new Random(seed));
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static void play(ImapStage stage, Random random) throws Exception {
        stage.fill("INBOX", 8);
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            clients.add(new Client(stage));
        }
        for (int i = 0; i < 120; i++) {
            clients.get(random.nextInt(clients.size())).act(random);
        }
        MailboxSnapshot truth = stage.snapshot("INBOX");
        for (Client client : clients) {
            client.hear("NOOP", true);
            client.compare(truth);
            client.talk.close();
        }
    }

    private static final class Known {
        long uid; // 0: not told yet
        TreeSet<String> flags = new TreeSet<>();
        boolean flagsKnown;
    }

    private static final class Client {
        final Talk talk;
        final List<Known> picture = new ArrayList<>();

        Client(ImapStage stage) throws Exception {
            talk = Talk.loggedIn(stage);
            hear("SELECT INBOX", true);
            hear("UID FETCH 1:* FLAGS", true);
        }

        void act(Random random) throws IOException {
            int number = picture.isEmpty() ? 0 : 1 + random.nextInt(picture.size());
            String flag = NAMES[random.nextInt(NAMES.length)];
            String mode = random.nextBoolean() ? "+" : "-";
            switch (random.nextInt(10)) {
                case 0 -> hear("NOOP", true);
                case 1 -> hear("EXPUNGE", true);
                case 2 -> hear("APPEND INBOX {6+}\r\na: b\r\n", true);
                case 3 -> hear("UID FETCH 1:* FLAGS", true);
                case 4 -> hear("SEARCH SEEN", false);
                case 5, 6 -> {
                    if (number > 0) {
                        hear("STORE " + number + " " + mode + "FLAGS (" + flag + ")", false);
                    }
                }
                case 7 -> {
                    if (number > 0) {
                        silent(number, mode, flag);
                    }
                }
                case 8 -> {
                    if (number > 0) {
                        fetchNumber(number);
                    }
                }
                default -> {
                    if (number > 0 && random.nextInt(3) == 0) {
                        hear("MOVE " + number + " INBOX", true);
                    }
                }
            }
        }

        /// The client works out for itself what its silent change does.
        private void silent(int number, String mode, String flag) throws IOException {
            Known known = picture.get(number - 1);
            TreeSet<String> flags = known.flags;
            if (mode.equals("+")) {
                flags.add(flag);
            } else {
                flags.remove(flag);
            }
            hear("STORE " + number + " " + mode + "FLAGS.SILENT (" + flag + ")", false);
        }

        /// A number means the same message on both sides.
        private void fetchNumber(int number) throws IOException {
            Known known = picture.get(number - 1);
            String prefix = "* " + number + " FETCH (UID ";
            for (String line : hear("FETCH " + number + " UID", false)) {
                if (line.startsWith(prefix) && line.indexOf(' ', prefix.length()) < 0) {
                    long uid = Long.parseLong(line.substring(prefix.length(), line.length() - 1));
                    assertThat(known.uid == 0 || known.uid == uid).as(line).isTrue();
                    known.uid = uid;
                }
            }
        }

        List<String> hear(String command, boolean mayExpunge) throws IOException {
            List<String> lines = talk.ok(command);
            for (String line : lines) {
                hearLine(line, mayExpunge);
            }
            return lines;
        }

        private void hearLine(String line, boolean mayExpunge) {
            Matcher m = EXISTS.matcher(line);
            if (m.matches()) {
                int count = Integer.parseInt(m.group(1));
                assertThat(count).isGreaterThanOrEqualTo(picture.size());
                while (picture.size() < count) {
                    picture.add(new Known());
                }
            }
            m = EXPUNGE.matcher(line);
            if (m.matches()) {
                assertThat(mayExpunge).as("EXPUNGE during a command by number").isTrue();
                picture.remove(Integer.parseInt(m.group(1)) - 1);
            }
            m = FLAGS.matcher(line);
            if (m.matches()) {
                Known known = picture.get(Integer.parseInt(m.group(1)) - 1);
                if (m.group(2) != null) {
                    long uid = Long.parseLong(m.group(2));
                    assertThat(known.uid == 0 || known.uid == uid).as(line).isTrue();
                    known.uid = uid;
                }
                known.flags = flags(m.group(3));
                known.flagsKnown = true;
            }
        }

        private static TreeSet<String> flags(String text) {
            TreeSet<String> flags = new TreeSet<>(List.of(text.split(" ")));
            flags.remove("");
            flags.remove("\\Recent"); // the session's own, not the message's
            return flags;
        }

        void compare(MailboxSnapshot truth) {
            assertThat(picture).hasSize(truth.count());
            for (int i = 0; i < truth.count(); i++) {
                Known known = picture.get(i);
                assertThat(known.uid == 0 || known.uid == truth.uid(i)).isTrue();
                if (known.flagsKnown) {
                    assertThat(known.flags).isEqualTo(flags(truth.flags(i).toString()));
                }
            }
        }
    }
}
