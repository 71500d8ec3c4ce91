// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pabal.storage.Change;

/// Reads one kind of reports that came in. For one thread at a time.
public interface ReportReader {

    /// The name of the kind, for the log.
    String kind();

    /// Whether a file may be one, by its first octets.
    ///
    /// @param start up to 512 octets, unpacked
    boolean isInterestedIn(byte[] start);

    /// Reads a file.
    ///
    /// @param file unpacked; ends with an {@link IOException} where a limit is passed. What has been
    ///     read of it then counts for nothing
    /// @param arrived when the mail came
    /// @return what is to be kept in {@link org.pabal.storage.Space.Shared#REPORTS}, in one commit,
    ///     with something by which the report is known when it is read again: then there are no
    ///     changes. Empty when the file is no report of this kind
    Optional<List<Change>> read(InputStream file, Instant arrived) throws IOException;
}
