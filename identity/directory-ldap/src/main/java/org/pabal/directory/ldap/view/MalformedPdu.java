// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.view;

import java.io.IOException;

/// Octets that are no LDAP message, or one that costs too much: the connection is closed.
final class MalformedPdu extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedPdu(String reason) {
        super(reason);
    }
}
