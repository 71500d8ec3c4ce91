// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.text;

/// Takes the folded text of a message: runs, each in one or more pieces.
public interface TextSink {
    /// More of the present run.
    ///
    /// @return false when nothing more is wanted
    boolean write(String folded);

    /// The run ends here: what comes next does not continue it.
    void endRun();
}
