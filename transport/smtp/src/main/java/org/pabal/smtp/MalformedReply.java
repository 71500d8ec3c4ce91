// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.IOException;

/// The server speaks no SMTP that we understand: the connection is of no more use, and what was
/// asked counts as not answered (THREATS O02).
final class MalformedReply extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedReply(String reason) {
        super(reason);
    }
}
