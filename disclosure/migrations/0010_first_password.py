"""A password that somebody else gave is changed before anything is done with it; those in use are taken for one's own."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("disclosure", "0009_said_once")]

    operations = [
        migrations.AddField(
            model_name="member",
            name="first_password",
            field=models.BooleanField(default=False, editable=False, help_text="本人改了密码以后才能办理", verbose_name="密码是别人给的"),
        ),
    ]
