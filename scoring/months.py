"""The English months and days of the week, in every form that dates write them: the one calendar of names."""

MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

# Every form in small letters with its number: months from 1, days of the week from 0 as `date.weekday` has them.
MONTHS = {
    form: number
    for number, name in enumerate(MONTH_NAMES, 1)
    for form in (name.lower(), name[:3].lower(), *(("sept",) if name == "September" else ()))
}
WEEKDAYS = {
    form: number
    for number, name in enumerate(WEEKDAY_NAMES)
    for form in (
        name.lower(),
        name[:3].lower(),
        *({"Tuesday": ("tues",), "Thursday": ("thur", "thurs")}.get(name, ())),
    )
}
