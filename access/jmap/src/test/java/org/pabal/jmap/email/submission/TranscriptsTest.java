// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.submission;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.pabal.jmap.testing.JmapTranscript;

/// Sending, as a client sees it.
class TranscriptsTest {

    @TestFactory
    Stream<DynamicTest> submission() throws Exception {
        return JmapTranscript.in("submission", SendingStage::new);
    }
}
