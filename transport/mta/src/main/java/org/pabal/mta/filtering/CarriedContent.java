// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.filtering;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.pabal.message.mime.HeaderSection;
import org.pabal.mta.acceptance.ContentExamination;
import org.pabal.mta.acceptance.Examined;
import org.pabal.spam.SpamFields;

/// A content that another host of ours has judged: what its fields say holds here, and they go up to
/// where ours stand, so that whoever looks later knows them for ours. For one thread.
final class CarriedContent implements ContentExamination {
    private final ArrivalFilter by;
    private final ContentExamination inner;
    private Optional<SpamFields> before = Optional.empty();

    CarriedContent(ArrivalFilter by, ContentExamination inner) {
        this.by = by;
        this.inner = inner;
    }

    @Override
    public byte[] header(byte[] section) {
        before = SpamFields.parse(HeaderSection.parse(section, 0, section.length));
        byte[] seen = inner.header(section);
        return before.isPresent() ? SpamFieldsOfStrangers.removedFrom(seen) : seen;
    }

    @Override
    public void body(byte[] octets, int offset, int length) {
        inner.body(octets, offset, length);
    }

    @Override
    public Examined finish() {
        Examined examined = inner.finish();
        return before.map(fields -> carrying(fields, examined)).orElse(examined);
    }

    private Examined carrying(SpamFields fields, Examined examined) {
        byte[] above = examined.aboveReceived();
        byte[] ours = fields.print().getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(above, above.length + ours.length);
        System.arraycopy(ours, 0, all, above.length, ours.length);
        return new Examined(
                examined.verdict(),
                all,
                examined.belowReceived(),
                examined.facts(),
                examined.authentication(),
                by.of(fields));
    }

    @Override
    public Optional<ContentExamination> anew() {
        return inner.anew();
    }

    @Override
    public void close() {
        inner.close();
    }
}
