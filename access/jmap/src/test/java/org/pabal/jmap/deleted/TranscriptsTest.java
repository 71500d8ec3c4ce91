// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.deleted;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.pabal.jmap.testing.JmapStage;
import org.pabal.jmap.testing.JmapTranscript;

/// What was deleted, as its owner sees it.
class TranscriptsTest {

    @TestFactory
    Stream<DynamicTest> deleted() throws Exception {
        return JmapTranscript.in("deleted", JmapStage::new);
    }
}
