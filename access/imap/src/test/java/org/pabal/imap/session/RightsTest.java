// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.Acl;
import org.pabal.mailbox.Grantee;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.Rights;

/// The table of RFC 4314 §4: each command with every right but the one that it needs, and with that
/// one alone. THREATS I17.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RightsTest {
    private static final String BOX = "\"Other Users/alice/Box\"";
    private static final String ALL = Rights.LETTERS;

    /// @param needed letters, all of which the command needs
    /// @param command about a mailbox that is shared with dave
    private record Case(String needed, String command, boolean selected) {}

    private static Case plain(String needed, String command) {
        return new Case(needed, command, false);
    }

    private static Case selected(String needed, String command) {
        return new Case(needed, command, true);
    }

    private static final List<Case> CASES =
            List.of(
                    plain("l", "SUBSCRIBE " + BOX),
                    plain("k", "CREATE \"Other Users/alice/Box/New\""),
                    plain("x", "DELETE " + BOX),
                    plain("r", "SELECT " + BOX),
                    plain("r", "EXAMINE " + BOX),
                    plain("r", "STATUS " + BOX + " (MESSAGES)"),
                    plain("r", "GETQUOTAROOT " + BOX),
                    plain("a", "SETACL " + BOX + " bob lr"),
                    plain("a", "DELETEACL " + BOX + " bob"),
                    plain("a", "GETACL " + BOX),
                    plain("a", "LISTRIGHTS " + BOX + " bob"),
                    plain("i", "APPEND " + BOX + " {6+}\r\na: b\r\n"),
                    plain("lr", "GETMETADATA " + BOX + " /shared/comment"),
                    plain("lw", "SETMETADATA " + BOX + " (/shared/comment \"x\")"),
                    selected("s", "STORE 1 +FLAGS (\\Seen)"),
                    selected("t", "STORE 1 +FLAGS (\\Deleted)"),
                    selected("w", "STORE 1 +FLAGS (\\Flagged)"),
                    selected("w", "STORE 1 -FLAGS ($Any)"),
                    selected("e", "EXPUNGE"),
                    selected("e", "UID EXPUNGE 1:*"),
                    selected("te", "MOVE 1 Archive"),
                    selected("i", "COPY 1 " + BOX));

    private final ImapStage stage;

    RightsTest() throws IOException {
        stage = new ImapStage();
    }

    @org.junit.jupiter.api.AfterEach
    void close() throws IOException {
        stage.close();
    }

    @Test
    void neededRightsAreEnough() throws Exception {
        for (Case each : CASES) {
            String rights = each.needed() + (each.selected() ? "r" : "");
            assertThat(answer(each, rights)).as(each + " with " + rights).startsWith("OK");
        }
    }

    @Test
    void eachNeededRightIsNeeded() throws Exception {
        for (Case each : CASES) {
            for (String missing : each.needed().split("")) {
                // One of r s w i p is enough to read annotations, whichever it is.
                String others =
                        each.command().startsWith("GETMETADATA") && missing.equals("r")
                                ? "lkxtea"
                                : ALL.replace(missing, "");
                String code = missing.equals("l") ? "NO [NONEXISTENT]" : "NO [NOPERM]";
                assertThat(answer(each, others)).as(each + " without " + missing).startsWith(code);
            }
        }
    }

    /// Whoever cannot list a mailbox and lacks the right hears what is said of one that is not there.
    @Test
    void whatIsNotVisibleIsNotThere() throws Exception {
        for (Case each : CASES) {
            if (!each.selected() && !each.command().startsWith("CREATE")) {
                String none = answer(each, "");
                String other = each.command().replace("alice/Box", "alice/None");
                assertThat(answer(new Case("", other, false), ALL)).as(other).isEqualTo(none);
                String nobody = each.command().replace("alice/Box", "nobody/Box");
                assertThat(answer(new Case("", nobody, false), ALL)).as(nobody).isEqualTo(none);
            }
        }
    }

    @Test
    void anyOfSeveralRightsLetsMyRightsAnswer() throws Exception {
        Case mine = plain("", "MYRIGHTS " + BOX);
        for (char letter : ALL.toCharArray()) {
            String expected = "lrikxa".indexOf(letter) >= 0 ? "OK" : "NO [NONEXISTENT]";
            assertThat(answer(mine, String.valueOf(letter))).as("" + letter).startsWith(expected);
        }
    }

    @Test
    void listShowsWhatMayBeLookedUp() throws Exception {
        share("rswipkxtea");
        try (Talk dave = dave()) {
            assertThat(dave.ok("LIST \"\" \"Other*\"")).hasSize(1);
            share("l");
            assertThat(dave.ok("LIST \"\" \"Other Users/%/%\""))
                    .startsWith("* LIST (\\HasNoChildren) \"/\" " + BOX);
            assertThat(dave.ok("LIST \"\" \"Other Users/%/%\" RETURN (STATUS (MESSAGES) MYRIGHTS)"))
                    .containsSequence(
                            "* LIST (\\HasNoChildren) \"/\" " + BOX, "* MYRIGHTS " + BOX + " l");
        }
    }

    @Test
    void renameNeedsRightsAtBothEnds() throws Exception {
        String command = "RENAME " + BOX + " \"Other Users/alice/Parent/Box\"";
        for (String[] each :
                new String[][] {
                    {"lx", "k", "OK"},
                    {"lrswipktea", "k", "NO [NOPERM]"},
                    {"x", "lrswipxtea", "NO [NOPERM]"},
                }) {
            remake("Parent", each[1]);
            share(each[0]);
            try (Talk dave = dave()) {
                assertThat(dave.answer(command)).as(String.join(" ", each)).startsWith(each[2]);
            }
        }
    }

    @Test
    void selectSaysWhetherAnythingCanBeChanged() throws Exception {
        for (char letter : ALL.toCharArray()) {
            share("r" + letter);
            try (Talk dave = dave()) {
                String code = "iewt".indexOf(letter) >= 0 ? "READ-WRITE" : "READ-ONLY";
                List<String> lines = dave.ok("SELECT " + BOX);
                assertThat(lines.getLast()).as("" + letter).contains("OK [" + code + "]");
                String flags =
                        switch (letter) {
                            case 's' -> "(\\Seen)";
                            case 't' -> "(\\Deleted)";
                            case 'w' -> "(\\Answered \\Flagged \\Draft \\*)";
                            default -> "()";
                        };
                assertThat(lines).anyMatch(line -> line.contains("[PERMANENTFLAGS " + flags + "]"));
            }
        }
    }

    @Test
    void flagsWithoutARightAreLeftOut() throws Exception {
        for (String rights : List.of("rs", "rt", "rw", "rst", "rsw", "rtw", "rstw")) {
            share(rights);
            try (Talk dave = dave()) {
                dave.ok("SELECT " + BOX);
                dave.ok("STORE 1 FLAGS.SILENT (\\Seen \\Deleted $Any)");
                String seen = rights.contains("s") ? "\\Seen" : "";
                String deleted = rights.contains("t") ? "\\Deleted" : "";
                String any = rights.contains("w") ? "$Any" : "";
                String flags = String.join(" ", any, deleted, seen).replaceAll(" +", " ").strip();
                assertThat(dave.ok("UID FETCH 1 FLAGS").getFirst().replace("\\Recent ", ""))
                        .as(rights)
                        .isEqualTo("* 1 FETCH (UID 1 FLAGS (" + flags + "))");
                assertThat(dave.ok("UID FETCH 2 BODY[TEXT]").getLast()).contains("OK");
                assertThat(dave.ok("UID FETCH 2 FLAGS").getFirst().contains("\\Seen"))
                        .as(rights)
                        .isEqualTo(rights.contains("s"));
                assertThat(dave.answer("CLOSE")).startsWith("OK");
            }
            assertThat(stage.snapshot("Box").count()).as(rights).isEqualTo(2);
        }
    }

    /// The tagged response to a command of dave's, who has these rights and no others.
    private String answer(Case wanted, String rights) throws Exception {
        share(rights);
        try (Talk dave = dave()) {
            if (wanted.selected()) {
                dave.ok("SELECT " + BOX);
            }
            return dave.answer(wanted.command());
        }
    }

    private Talk dave() throws Exception {
        Talk talk = new Talk(stage);
        talk.ok("LOGIN dave secret");
        return talk;
    }

    /// Makes alice's Box anew, with two messages.
    private void share(String rights) {
        remake("Box", rights);
        stage.fill("Box", 2);
    }

    private void remake(String name, String rights) {
        AccountMailboxes alice = stage.alice();
        for (MailboxInfo info : alice.list().reversed()) {
            if (info.name().levels().getFirst().equals(name)) {
                alice.delete(info.name());
            }
        }
        alice.create(MailboxName.of(name), java.util.Optional.empty());
        MailboxInfo box = alice.find(MailboxName.of(name)).orElseThrow();
        Grantee dave = new Grantee.Account(stage.directory.account("dave").id());
        alice.changeAcl(box.id(), _ -> Acl.NONE.giving(dave, Rights.of(rights)));
    }
}
