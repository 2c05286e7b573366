//! Any colour that an operator likes, made readable: contrast by WCAG 2.2, relative luminance by its definition. Knows
//! no page.

/// Red, green, blue.
pub type Rgb = [u8; 3];

/// What text needs against what it stands on (WCAG 2.2, 1.4.3, level AA).
const ENOUGH: f64 = 4.5;

/// The colour itself where it can be read on this ground, else the nearest shade of it that can.
pub fn readable_on(colour: Rgb, ground: Rgb) -> Rgb {
    let end = if luminance(ground) > 0.18 { [0; 3] } else { [255; 3] };
    let shade = |step: u16| mixed(colour, end, f64::from(step) / 50.0);
    (0..=50).map(shade).find(|shade| contrast(*shade, ground) >= ENOUGH).unwrap_or(end)
}

/// Black or white, whichever can be read better on it.
pub fn on(ground: Rgb) -> Rgb {
    if contrast([255; 3], ground) >= contrast([0; 3], ground) { [255; 3] } else { [0; 3] }
}

/// As CSS writes it.
pub fn css([red, green, blue]: Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn mixed(from: Rgb, to: Rgb, share: f64) -> Rgb {
    let mut mixed = from;
    for (part, to) in mixed.iter_mut().zip(to) {
        *part = (f64::from(*part) * (1.0 - share) + f64::from(to) * share).round() as u8;
    }
    mixed
}

fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: Rgb) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn contrast_is_that_of_the_standard() {
        assert_eq!(contrast([0; 3], [255; 3]), 21.0);
        assert!((contrast([0x76; 3], [255; 3]) - 4.54).abs() < 0.01);
    }

    #[test]
    fn what_can_be_read_stays_as_it_is() {
        assert_eq!(readable_on([0x1f, 0x5f, 0xd6], [255; 3]), [0x1f, 0x5f, 0xd6]);
    }

    proptest! {
        #[test]
        fn any_colour_becomes_readable(colour: Rgb, dark: bool) {
            let ground = if dark { [0x0f, 0x13, 0x17] } else { [0xff; 3] };
            let shade = readable_on(colour, ground);
            prop_assert!(contrast(shade, ground) >= ENOUGH);
            prop_assert!(contrast(on(shade), shade) >= ENOUGH);
        }
    }
}
