// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview;

import java.util.Optional;
import java.util.regex.Pattern;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapUser;
import org.pabal.jmap.email.view.BodyPart;
import org.pabal.jmap.email.view.EmailBlobId;
import org.pabal.jmap.mailview.link.WebAddress;
import org.pabal.jmap.mailview.signed.Grant;
import org.pabal.jmap.mailview.signed.SignedLinks;
import org.pabal.mailbox.EmailId;

/// Makes the links of one answer, for whom it goes to.
record GivenLinks(SignedLinks links, JmapAccount account, JmapUser user) {
    private static final int MAX_NAME_CHARS = 200;
    private static final Pattern RASTER =
            Pattern.compile("image/(?:png|jpe?g|pjpeg|gif|webp|avif)");

    /// Whether a part says that it is a picture of a kind that is shown.
    static boolean isPicture(BodyPart part) {
        return part.id().isPresent() && RASTER.matcher(part.type()).matches();
    }

    String part(EmailId email, BodyPart part) {
        String name = part.name().orElse("");
        return link(
                new Grant.Part(
                        EmailBlobId.of(email, part).toString(),
                        part.type(),
                        name.substring(0, Math.min(name.length(), MAX_NAME_CHARS))));
    }

    String picture(WebAddress address) {
        return link(new Grant.Picture(address.text()));
    }

    private String link(Grant.Shown shown) {
        Optional<String> session = user.session();
        return user.client().base()
                + links.link(
                        new Grant(
                                account.owner().id(),
                                account.reader().id(),
                                session,
                                links.expiry(session),
                                shown),
                        user.client().home());
    }
}
