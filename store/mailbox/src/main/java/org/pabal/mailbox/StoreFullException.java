// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import org.pabal.message.UnavailableException;

/// There is no room on stable storage: `452 4.3.1`, `NO [LIMIT]`. Reading and deleting go on.
public final class StoreFullException extends UnavailableException {
    private static final long serialVersionUID = 1L;

    public StoreFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
