// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pabal.jmap.testing.JmapTranscript;
import org.pabal.jmap.testing.JmapTranscript.Step;

/// Each method has a transcript in which it does what it is for, and each error that the RFCs name has
/// one in which it is met: what is missing here fails.
class TranscriptCoverageTest {
    private static final Path TRANSCRIPTS = Path.of("src", "test", "transcripts");
    private static final Pattern TYPE = Pattern.compile("\"type\": ?\"([\\w:]+)\"");

    /// RFC 8620 §3.6.1.
    private static final List<String> OF_REQUESTS =
            List.of("unknownCapability", "notJSON", "notRequest", "limit");

    /// RFC 8620 §3.6.2, §5; what no client can bring about is shown by tests of their own:
    /// `serverUnavailable`, `serverFail`, `serverPartialFail` (that we never leave).
    private static final List<String> OF_METHODS =
            List.of(
                    "unknownMethod",
                    "invalidArguments",
                    "invalidResultReference",
                    "accountNotFound",
                    "accountNotSupportedByMethod",
                    "fromAccountNotFound",
                    "requestTooLarge",
                    "stateMismatch",
                    "cannotCalculateChanges",
                    "tooManyChanges",
                    "anchorNotFound",
                    "unsupportedFilter",
                    "unsupportedSort");

    /// Needs a queue: `TraceTest`.
    private static final Set<String> SHOWN_ELSEWHERE = Set.of("Trace/get", "Trace/query");

    /// What needs hundreds of things is in `EmailLimitsTest`. RFC 8620 §5.3, §5.4; RFC 8621 §2.5, §4.6 to §4.8, §6.3, §7.5; RFC 9404 §4; RFC 9661 §2.
    private static final List<String> OF_OBJECTS =
            List.of(
                    "Mailbox/set forbidden",
                    "Mailbox/set notFound",
                    "Mailbox/set invalidPatch",
                    "Mailbox/set willDestroy",
                    "Mailbox/set invalidProperties",
                    "Mailbox/set mailboxHasChild",
                    "Mailbox/set mailboxHasEmail",
                    "Email/set notFound",
                    "Email/set invalidPatch",
                    "Email/set willDestroy",
                    "Email/set invalidProperties",
                    "Email/set blobNotFound",
                    "Email/set tooLarge",
                    "Email/copy notFound",
                    "Email/import invalidEmail",
                    "Email/import invalidProperties",
                    "Identity/set forbiddenFrom",
                    "Identity/set forbidden",
                    "Identity/set notFound",
                    "EmailSubmission/set invalidProperties",
                    "EmailSubmission/set forbiddenFrom",
                    "EmailSubmission/set forbiddenMailFrom",
                    "EmailSubmission/set noRecipients",
                    "EmailSubmission/set tooManyRecipients",
                    "EmailSubmission/set invalidRecipients",
                    "EmailSubmission/set invalidEmail",
                    "EmailSubmission/set rateLimit",
                    "EmailSubmission/set cannotUnsend",
                    "VacationResponse/set singleton",
                    "Blob/upload invalidProperties",
                    "Blob/copy notFound",
                    "SieveScript/set invalidSieve",
                    "SieveScript/set sieveIsActive",
                    "SieveScript/set alreadyExists",
                    "SieveScript/set blobNotFound",
                    "Principal/set forbidden",
                    "Principal/set notFound",
                    "Principal/set willDestroy",
                    "Principal/set invalidPatch",
                    "Principal/set invalidProperties",
                    "ShareNotification/set forbidden",
                    "ShareNotification/set notFound");

    private final Set<String> done = new TreeSet<>();
    private final Set<String> errors = new TreeSet<>();
    private final Set<String> ofObjects = new TreeSet<>();
    private final Set<String> ofRequests = new TreeSet<>();

    private void read() throws IOException {
        try (Stream<Path> files = Files.walk(TRANSCRIPTS)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".txt")).toList()) {
                JmapTranscript.parse(file).steps().stream()
                        .filter(step -> step.kind().equals("<"))
                        .forEach(this::note);
            }
        }
    }

    private void note(Step response) {
        String[] parts = response.text().split("\\s", 2);
        String body = parts.length == 1 ? "" : parts[1];
        Matcher types = TYPE.matcher(body);
        if (parts[0].equals("error")) {
            if (types.find()) {
                errors.add(types.group(1));
            }
        } else if (parts[0].matches("\\d+")) {
            while (types.find()) {
                ofRequests.add(types.group(1).substring(types.group(1).lastIndexOf(':') + 1));
            }
        } else {
            done.add(parts[0]);
            while (types.find()) {
                ofObjects.add(parts[0] + " " + types.group(1));
            }
            if (body.contains("\"notFound\": [\"")) {
                ofObjects.add(parts[0] + " notFound");
            }
        }
    }

    @Test
    void everyMethodHasATranscript() throws Exception {
        read();
        Set<String> missing = new TreeSet<>(EveryMethodTest.methods());
        missing.removeAll(done);
        missing.removeAll(SHOWN_ELSEWHERE);
        assertThat(missing).as("methods that no transcript shows at work").isEmpty();
    }

    @Test
    void everyErrorHasATranscript() throws Exception {
        read();
        assertThat(errors).containsAll(OF_METHODS);
        assertThat(ofRequests).containsAll(OF_REQUESTS);
        assertThat(ofObjects).containsAll(OF_OBJECTS);
    }
}
