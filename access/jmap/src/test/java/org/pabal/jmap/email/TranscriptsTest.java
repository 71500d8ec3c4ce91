// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.pabal.jmap.testing.JmapStage;
import org.pabal.jmap.testing.JmapTranscript;

/// Emails, threads and snippets, as a client sees them.
class TranscriptsTest {

    @TestFactory
    Stream<DynamicTest> email() throws Exception {
        return JmapTranscript.in("email", JmapStage::new);
    }
}
