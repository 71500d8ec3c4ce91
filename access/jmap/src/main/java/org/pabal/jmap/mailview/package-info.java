// SPDX-License-Identifier: Apache-2.0

/// What a mail looks like to a person: `MailView/get`, of the capability
/// `urn:pabal:params:jmap:mailview`. Its HTML without what does harm, pictures by signed links, whether
/// the sender is who it says, how to leave its list, why it is called spam. All of it is computed when
/// it is asked for; only whose pictures are shown is kept (`MailViewSetting`).
@NullMarked
package org.pabal.jmap.mailview;

import org.jspecify.annotations.NullMarked;
