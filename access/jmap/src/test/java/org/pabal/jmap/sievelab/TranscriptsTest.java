// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.sievelab;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.pabal.jmap.testing.JmapStage;
import org.pabal.jmap.testing.JmapTranscript;

/// Trying scripts, as a client sees it.
class TranscriptsTest {

    @TestFactory
    Stream<DynamicTest> sievelab() throws Exception {
        return JmapTranscript.in("sievelab", JmapStage::new);
    }
}
