// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailbox;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.pabal.jmap.email.submission.SendingStage;
import org.pabal.jmap.testing.JmapTranscript;

/// Everything but emails, as a client sees it.
class TranscriptsTest {

    @TestFactory
    Stream<DynamicTest> all() throws Exception {
        Stream<DynamicTest> tests = Stream.empty();
        for (String folder :
                List.of("mailbox", "identity", "vacation", "quota", "sieve", "blob", "principal")) {
            tests = Stream.concat(tests, JmapTranscript.in(folder, SendingStage::new));
        }
        return tests;
    }
}
