// SPDX-License-Identifier: Apache-2.0
package org.pabal.milter;

import java.io.IOException;

/// A milter does not keep the protocol; nothing more can be asked of it on this connection.
public final class MilterViolation extends IOException {
    private static final long serialVersionUID = 1L;

    MilterViolation(String what) {
        super(what);
    }
}
