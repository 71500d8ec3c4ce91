// SPDX-License-Identifier: Apache-2.0

/// Links that show a picture or a part of a mail to whoever has them: `/px/…` and `/b/…`. The cage in
/// which a mail is shown has no cookie, so the link itself says, under a signature of this server, what
/// it shows to whom, and until when. It ends with its session.
@NullMarked
package org.pabal.jmap.mailview.signed;

import org.jspecify.annotations.NullMarked;
