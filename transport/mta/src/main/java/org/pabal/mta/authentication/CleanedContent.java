// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.authentication;

import java.util.Optional;
import org.pabal.mailauth.results.ForgedResults;
import org.pabal.mta.acceptance.ContentExamination;
import org.pabal.mta.acceptance.Examined;

/// A content from which results in our name are taken out before another examination sees it.
record CleanedContent(ForgedResults forged, ContentExamination examination)
        implements ContentExamination {
    @Override
    public byte[] header(byte[] section) {
        return examination.header(forged.remove(section).section());
    }

    @Override
    public void body(byte[] octets, int offset, int length) {
        examination.body(octets, offset, length);
    }

    @Override
    public Examined finish() {
        return examination.finish();
    }

    @Override
    public Optional<ContentExamination> anew() {
        return examination.anew();
    }

    @Override
    public void close() {
        examination.close();
    }
}
