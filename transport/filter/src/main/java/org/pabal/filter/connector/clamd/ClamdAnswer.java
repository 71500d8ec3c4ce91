// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.connector.clamd;

import java.io.IOException;

/// What clamd said of a stream: foreign input.
sealed interface ClamdAnswer {
    record Clean() implements ClamdAnswer {}

    /// @param signature its name
    record Virus(String signature) implements ClamdAnswer {}

    /// @param line such as `stream: Eicar-Test-Signature FOUND`, `stream: OK`, `INSTREAM size limit
    ///     exceeded. ERROR`
    static ClamdAnswer parse(String line) throws IOException {
        String said = line.strip();
        if (said.equals("stream: OK")) {
            return new Clean();
        }
        if (said.startsWith("stream: ") && said.endsWith(" FOUND") && said.length() > 14) {
            return new Virus(said.substring(8, said.length() - 6).strip());
        }
        throw new IOException("it says: " + (said.length() > 200 ? said.substring(0, 200) : said));
    }
}
