// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.submission;

import java.util.List;
import java.util.Optional;
import org.pabal.mailauth.results.AuthenticationResults;
import org.pabal.mailauth.results.MethodResult;
import org.pabal.message.Address;
import org.pabal.mta.acceptance.ContentExamination;
import org.pabal.mta.acceptance.Examined;

/// The content of a mail that somebody submits who has logged in, and who may use the address in its
/// From field: that is kept with each copy, for those who read it here. RFC 8601 §2.7.4.
///
/// @param authentication one line, as {@link org.pabal.mailbox.StoredMessage#authentication} has it
record VouchedContent(ContentExamination examination, String authentication)
        implements ContentExamination {

    static VouchedContent by(Address login, String hostname, ContentExamination examination) {
        MethodResult passed =
                new MethodResult("auth", "pass", Optional.empty(), List.of())
                        .with("smtp", "auth", login.toString());
        return new VouchedContent(
                examination,
                new AuthenticationResults(hostname, List.of(passed))
                        .payload()
                        .strip()
                        .replaceAll("\\s+", " "));
    }

    @Override
    public byte[] header(byte[] section) {
        return examination.header(section);
    }

    @Override
    public void body(byte[] octets, int offset, int length) {
        examination.body(octets, offset, length);
    }

    @Override
    public Examined finish() {
        Examined examined = examination.finish();
        return examined.authentication().isEmpty()
                ? new Examined(
                        examined.verdict(),
                        examined.aboveReceived(),
                        examined.belowReceived(),
                        examined.facts(),
                        authentication,
                        examined.assessments())
                : examined;
    }

    @Override
    public Optional<ContentExamination> anew() {
        return examination.anew().map(again -> new VouchedContent(again, authentication));
    }

    @Override
    public void close() {
        examination.close();
    }
}
