// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.pabal.jmap.testing.JmapTranscript;

/// Views of mails, as a client sees them.
class TranscriptsTest {

    @TestFactory
    Stream<DynamicTest> all() throws Exception {
        return JmapTranscript.in("mailview", ViewStage::new);
    }
}
