// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One mailbox, seen by JMAP and by IMAP at the same time: the same ids, keywords and changes; and a
/// mail that is written, held back and sent with curl. RFC 8621, RFC 8474.
class JmapMailTest {
    @TempDir private Path folder;

    private static String jmap(PabalProcess server, String who, String... calls) throws Exception {
        String request =
                "{\"using\":[\"urn:ietf:params:jmap:core\",\"urn:ietf:params:jmap:mail\","
                        + "\"urn:ietf:params:jmap:submission\"],\"methodCalls\":["
                        + String.join(",", calls)
                        + "]}";
        return Run.command(
                        "curl",
                        "--silent",
                        "--show-error",
                        "--insecure",
                        "--max-time",
                        "30",
                        "--user",
                        who + "@pabal.test:" + who + "-secret",
                        "--header",
                        "Content-Type: application/json",
                        "--data-binary",
                        request,
                        "https://127.0.0.1:" + server.port(443) + "/jmap/api")
                .run()
                .mustSucceed()
                .output();
    }

    private static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern + " in " + text).isTrue();
        return matcher.group(1);
    }

    @Test
    void whatIsSentByJmapIsSeenByImap() throws Exception {
        assumeTrue(Run.has("curl"));
        Path data = PabalProcess.data(folder, "");
        try (PabalProcess server =
                PabalProcess.at(data).start().with("pabal.test", "alice", "bob")) {
            String sent =
                    jmap(
                            server,
                            "alice",
                            "[\"Email/set\",{\"accountId\":\"A1\",\"create\":{\"d\":{\"mailboxIds\":"
                                    + "{\"F3\":true},\"keywords\":{\"$draft\":true},\"from\":[{\"email\":"
                                    + "\"alice@pabal.test\"}],\"to\":[{\"email\":\"bob@pabal.test\"}],"
                                    + "\"subject\":\"계획\",\"bodyValues\":{\"t\":{\"value\":\"본문\\n\"}},"
                                    + "\"textBody\":[{\"partId\":\"t\"}]}}},\"0\"]",
                            "[\"EmailSubmission/set\",{\"accountId\":\"A1\",\"create\":{\"s\":"
                                    + "{\"identityId\":\"I0\",\"emailId\":\"#d\",\"envelope\":{\"mailFrom\":"
                                    + "{\"email\":\"alice@pabal.test\",\"parameters\":{\"HOLDFOR\":\"1\"}},"
                                    + "\"rcptTo\":[{\"email\":\"bob@pabal.test\"}]}}},"
                                    + "\"onSuccessUpdateEmail\":{\"#s\":{\"mailboxIds\":{\"F5\":true},"
                                    + "\"keywords\":{\"$seen\":true}}}},\"1\"]");
            String email = found("\"d\":\\{\"id\":\"(M\\d+)\"", sent);
            String thread = found("\"threadId\":\"(T\\d+)\"", sent);
            String submission = found("\"s\":\\{\"id\":\"(\\w+)\"", sent);
            try (LineClient imap = server.imap("alice")) {
                imap.command("select Sent");
                assertThat(imap.command("fetch 1 (flags emailid threadid)"))
                        .contains("\\Seen")
                        .contains("EMAILID (" + email + ")")
                        .contains("THREADID (" + thread + ")");
                imap.command("store 1 +flags (\\Flagged $Work)");
                assertThat(
                                jmap(
                                        server,
                                        "alice",
                                        "[\"Email/get\",{\"accountId\":\"A1\",\"ids\":[\""
                                                + email
                                                + "\"],\"properties\":[\"keywords\"]},\"0\"]"))
                        .contains("{\"$flagged\":true,\"$seen\":true,\"$work\":true}");
                jmap(
                        server,
                        "alice",
                        "[\"Email/set\",{\"accountId\":\"A1\",\"update\":{\""
                                + email
                                + "\":{\"keywords/$flagged\":null}}},\"0\"]");
                imap.command("noop");
                assertThat(imap.command("fetch 1 flags")).doesNotContain("\\Flagged");
            }
            assertThat(server.awaitMail("bob", 1)).contains("Subject: =?UTF-8?");
            assertThat(
                            jmap(
                                    server,
                                    "alice",
                                    "[\"EmailSubmission/get\",{\"accountId\":\"A1\",\"ids\":[\""
                                            + submission
                                            + "\"]},\"0\"]"))
                    .contains("\"undoStatus\":\"final\"")
                    .contains("\"delivered\":\"yes\"");
            assertThat(
                            jmap(
                                    server,
                                    "bob",
                                    "[\"Email/query\",{\"accountId\":\"A2\",\"filter\":{\"text\":"
                                            + "\"본문\"},\"calculateTotal\":true},\"0\"]"))
                    .contains("\"total\":1");
        }
    }
}
