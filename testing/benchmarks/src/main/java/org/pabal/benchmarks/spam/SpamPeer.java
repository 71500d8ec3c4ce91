// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks.spam;

import java.io.IOException;
import java.util.List;

/// A filter that learns and judges.
interface SpamPeer extends AutoCloseable {
    String name();

    void learn(List<CorpusMail> mails) throws IOException, InterruptedException;

    Verdicts judge(List<CorpusMail> mails) throws IOException, InterruptedException;

    @Override
    void close() throws IOException, InterruptedException;
}
