// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.imports;

import java.io.IOException;
import org.pabal.fetch.FetchConnector.Progress;
import org.pabal.fetch.FetchSource;
import org.pabal.fetch.ImapFetcher;

/// The way to other servers. Safe for use by many threads; blocks.
///
/// Since a user decides where it goes, it goes nowhere inside but where the settings allow it; the
/// address that was judged is the one that is dialled (THREATS J07).
public interface ImportDoor {

    /// Connects under TLS; nobody is logged in.
    ///
    /// @throws org.pabal.fetch.FetchException which says why not
    ImapFetcher open(FetchSource source, Progress progress) throws IOException;
}
