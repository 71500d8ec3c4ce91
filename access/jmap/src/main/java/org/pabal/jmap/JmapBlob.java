// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap;

import java.io.InputStream;

/// Octets that a client names by a blobId: what it has uploaded, a message, a part of one. RFC 8620
/// §6.
public interface JmapBlob {
    long octets();

    /// From its beginning; may be called again.
    InputStream open();
}
